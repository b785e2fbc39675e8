/**
 * Pieces of what the patterns find, by which most are ruled out without a try: see `pieces.ts`. A test derives from each
 * pattern that nothing matches it without one of its pieces.
 */

/** In the order of `PHRASES`. */
export const PHRASE_PIECES: readonly string[] = [
  "ille,m oo,om _,om k,om_k,oomd,oomk,temo,up o,y  k,ys o",
  " exh,ad_a,ap l,avas,eaki,ehea,enom,maxm,o al,om c,oryp,ow o,perh,ryer,s of,te m,tofm,ut o,y al,y li,ze o",
  " exh,137 ,al 9,at 9,d pr,hasi,ille,l  k,oryp,prem,recy,s 13,s fu,sigk,t si,ve 9,verh",
  "137 ",
  "  fu, ful,ackf,agef,ageg,beco,derd,e ga,ee i,ee l,enos,ephe,etel,floo,ft o,ge s,gh d,gh f,gh s,hasd,inod,iskp,isks,k fu,larm,ll o,me 1,no u,ol_f,onth,ow o,s fu,sd_f,sk i,sk q,sk s,te e,um f",
  "  10,  92,  93,  94,  95,  96,  97,  98,  99,  fu, alm,0  u,2  u,3  u,4  u,5  u,6  u,7  u,8  u,9  u,avai,d 10,d 92,d 93,d 94,d 95,d 96,d 97,d 98,d 99,e fu,earf,earl,fill,free,g ou,gh d,k ut,lmos,o fr,recl,s el,sed_,sk s,sk u,un o,usag,use ,w di",
  " cep, fau,a vo,achm,achv,agev,andv,as a,depu,driv,e k8,e vo,edbi,edma,h or,h vo,i at,imme,leda,ledm,lerp,mapv,ngfa,nmou,no v,nt e,nt f,o at,o mo,o pr,orkl,p vo,rbd ,t ci,t gl,t nf,umec,untv",
  " a m, ero, est,a bl,busy,ecia,em r,erro,fsck,g fs,hutd,le h,moun,n fs,nfs ,o mo,orru,perb,rt e,t mo,y fi",
  " deg, pen,etac,is p,lost,no 1,no 5,r fi,t bo,t ou",
  " t b, t p,adse,agei,enev,erri,fere,ff p,g fr,g im,g ma,id r,idim,imag,l ac,l an,l fr,l im,l ra,ll e,ll f,llim,mani,me u,no m,nt w,pull,tryu,ullb,xt h,y do",
  " t f,c fo,cuta,don ,ec  ,et k,figm,ig k,nerc,nere,secr,tat ",
  "amet,equi,gure,ided,keye,mpty,must,nd v,ndef,ot d,ot f,ot s,ssin,unse",
  "aceh,amet,d en,ed k,envi,envv,equi,erty,ey n,find,g en,h en,ided,impr,ndat,no c,nv v,onfi,opti,otpr,riab,sett,srcf,unse",
  " a d, eme, yam, yml,accu,ag p,appi,apti,arsi,bad ,codi,conv,d ty,ddit,dupl,empl,fiel,fig ,g ty,gal ,gura,h do,inva,is i,lida,lids,lues,mani,mize,nd e,ndef,no o,nrec,oadi,oesn,onf ,onfi,or l,ot e,ot v,r va,rse ,sett,st g,toml,unex,unkn,unma,unsu,yaml",
  " cfg, ead, env, jso, t o, yml,126 ,127 ,dy a,dy b,dy i,h fi,ini ,nd m,nd n,nf  ,onf ,ot f,rtie,ss a,ss n,toml,yaml",
  "amet,d cr,d du,d ur,enoe,h fi,id k,id p,id v,leno,misc,rmat",
  " t m, t t, tol,cand,d du,e sc,expa,feas,h pr,insu,leds,no f,no i,no n,ny n,o el,o pl,o sc,odep,ottr,re a,s av,sati,suit,tchi,teda,tims,ule ,unsc,unto,x no",
  "cify,ed q,forb,ge p,rceq,tio ",
  " t f,acco,an l,aril,ax_u,cfs ,cput,d cg,dede,dy h,egio,fork,hrot,icen,id l,itex,ns f,ota ,ota_,otae,otas,pids,proj,pthr,r na,rk r,s cg,tier,ttle,um n,uota",
  "  tx, fac,2379,2380,aft ,afth,aseq,c mi,cd f,cd r,cdse,cken,cp s,d ch,dind,e et,ease,ecam,etcd,ighc,ighf,insu,m et,mbed,misc,mvcc,nap ,nc d,nd o,nole,ober,om t,ow f,pply,r ch,st l,t et,tcd ,tcdc,tcde,tcdm,v3rp,w el,wal ,y ra",
  "aft ,afth,cdse,ersh,mbed,mvcc,nap ,tcdm,v3rp,wal ",
  "  tl, t m, x50,_exp,_has,_not,_unk,_unt,ake_,athv,d pe,do_h,eexp,elf_,erti,ey v,fy_f,ke e,ke f,le_t,lf s,ls  ,ls h,n nu,no u,no v,oesn,or 0,ot l,ot m,otti,pkix,r ce,r_ce,rr_s,rr_t,rvin,s_er,sl  ,sl a,sl c,sl h,sl o,sl r,sl_c,sl_o,sl_r,ssl ,sslc,ssle,sslh,sslp,subj,t ce,tls ,tlsv",
  "ay u,chal,day ,e  e,ires,lf c,ll e,newi,oad ,obta,ot r,piri,piry,rene,ropa,rota,s ab,ssui,sue ,ys b,ys t,ys u",
  " 5 7, rej,1045,2501,2800,28p0,401 ,403 ,anno,apik,assw,auth,bear,bind,ch r,ck p,cram,cred,d cr,de 4,deni,derm,e au,e ow,edto,epts,erau,et k,ey v,forb,gnat,herr,id_c,id_g,id_s,id_t,idac,impe,in f,insu,inva,iond,k fi,k th,lack,ldap,lick,lidc,logo,malf,ncor,nerr,nfai,noau,nope,nsuc,ntac,o au,o ba,o pg,ogin,oked,ole ,on_d,onex,ongp,oris,ot d,ot h,ot l,ot u,ot v,ot w,oupa,p 40,pi k,pica,pire,plai,pt t,r na,rd a,redo,reje,rita,riza,rize,rr 4,rr 5,s au,s wa,sasl,sden,sern,ss d,ss i,t cr,t ge,toke,unau,us 4,uthe,uthf,viol,wron,zedo",
  " eac, epe,401 ,403 ,d 40,de 4,forb,h 40,or 4,owed,riza,rmis,t pe,tusc,unau,us 4",
  " 853, dns, eai, nxd,53  ,amer,ansl,ddri,dns ,dnse,enot,ervf,gaie,h ho,lve ,lved,lver,me c,me o,n na,nhos,no a,no d,non ,nres,ns e,ns q,ns r,ntac,o na,oden,ok u,olvi,ooku,p ad,php_,plug,rcod,ry e,solu,st n,t wh,ve h,y dn",
  "down,mese,misb,nrea,olv ,pond",
  " a d, a v, aof, dow, mas, my , t s,25p0,40p0,4270,42p0,5330,55p0,5701,57p0,58p0,a i ,a sq,ansl,aof ,as g,ashe,at r,ax_c,be v,bloa,brai,ca i,celi,ck w,colu,d ch,d pa,d sa,d wa,dloc,ds f,dupl,dy e,eado,ecke,ecks,ele ,eled,elle,em i,em w,epla,epli,etec,ey v,f sh,ft  ,ge v,h st,h ta,hard,id w,inde,inno,ire ,is l,ite_,jets,k fo,k ti,l em,lesp,lot ,lowl,m so,misc,mn  ,mnes,myis,n da,n sl,n sy,nedc,nedf,nedt,nist,no c,no l,no p,no q,notw,nt_d,ny c,o id,o my,o un,oadi,ockn,oesn,offl,ol e,ol i,ol t,om m,om t,om w,on u,onfl,ora ,orep,orru,ot d,ot e,ot_d,otpr,prim,quis,quor,r st,rd f,redt,ria ,rk p,ryst,s em,s fu,s te,segm,seto,sh w,shor,shri,sk i,slav,st q,st w,t av,t ob,tada,terd,tind,uepo,ughr,um l,um n,unde,upti,uptr,ve l,viol,wn t,wsre,wt_p,xx00,y ch,ze a",
  "  e ,  f , pq ,bads,cute,dbco,egri,erab,erec,fata,fka ,g ru,hika,ka r,ka s,n ab,n ro,nic ,nsie,ow q,psyc,ry e,ry f,s ab,se e,se f,se i,sqle,sqls,synt,y ti",
  "dbcc,onal,psql,se c,sqle",
  " 111, eco, our,ct c,d co,d th,fuse,ionr,is t,ivel,n to,no 1,o co,ora ,ort ,os e,othi,r on,tns ",
  " eho, ene, eso, eti, o t, t a, t c, t r,0060,04 g,110 ,adli,e ou,eled,eply,he t,id n,imed,imeo,ke t,ld t,loss,medo,ms e,n ti,nd_e,no 1,no a,no r,nrea,ntac,o ro,ok l,ok o,ok t,onna,os e,osti,pire,pond,ran ,stti,t ti,take,taki,tivi,uter,utex",
  " 504,de 5,de i,de n,eepa,id n,imed,neig,oden,orku,us 5,ut e,ut r",
  "e ou,imeo,ok t",
  "acki,alls,anyr,atel,ce_e,d th,ed y,erra,estl,floo,hour,i ra,it e,it r,lede,ll q,lowd,ly q,mite,miti,nedt,ny a,ny c,ny l,ny r,ood_,pi q,rate,redu,ry_a,s pe,st q,t hi,t pe,ta e,te e,te l,te q,too_,ttle,ttli,y af",
  "429 ,hrot,t si",
  "  br,  eo, 500, 501, 502, 503, epi, pip,02 s,03 b,03 s,2 ba,abru,ad g,all_,alli,alln,am c,aril,artn,as l,badg,ce u,cken,cni ,d eo,de m,de u,depe,disc,down,e  u,eam_,eams,eg i,emot,er_n,erea,erer,erex,eset,g or,g up,goaw,iceu,it b,kenc,l we,ll c,lser,ly c,ly u,m cl,m en,m te,n ab,n cl,n dr,n lo,n wa,no a,no h,no r,no u,no_h,nobr,nono,nrea,nres,o ba,o en,o ha,o se,oker,oo b,orci,owns,pc e,prem,r  d,r av,r te,rdis,runt,s ab,s dr,s te,s un,t av,t by,tedi,thir,tor_,tpse,uitb,ulte,unav,upst,xter,y ab,y dr,y en,y lo",
  " t c, t t,ach ,as f,as l,blec,blet,cas ,ck f,crap,d co,dcon,de 5,disc,edto,l ba,l ta,le c,ll h,ll u,n cl,n dr,n er,n fa,n lo,n tc,n te,n tt,n wa,ntac,o co,ommu,ot c,ot t,otco,otto,r er,s dr,s te,st c,tus_,tusc,uldn,unav,us  ,us 5",
  " bef, ead, emf, enf,adil,ak  ,ased,clim,ct b,dles,e ip,eaka,ee a,eeps,elea,en f,ep g,etas,ew n,ew t,fs i,goro,grew,grow,hrea,inot,ip p,ipam,ippo,ipto,kets,l  d,leak,maxl,mono,n fd,neve,no a,ny o,o cr,o ip,o mo,onne,onnt,oo m,orts,ose_,rcew,reed,rows,s po,s ra,sock,subn,t as,te n,uncl",
  "appr,eads,en_c,etas,fds ,goro,leak,num_,numg,ose_",
  " asl, cas, der, opc,ad p,amee,ap c,argu,arit,assc,badm,berf,ceer,ckov,deri,dexo,divi,doub,ee  ,entm,erab,ex o,froz,gens,herr,hode,ic c,ic i,ic r,ic s,icod,igil,k le,k sm,keye,keyn,lidc,ll p,luee,m ca,meer,munm,ncau,ndef,nedf,ngee,nic ,none,nrea,ntat,ntnu,ntou,nvar,o a ,o un,ol u,oncl,oncu,ooki,opit,orev,ot d,otec,otim,pleo,rayi,recu,rtio,secl,segf,shou,siga,sigb,sigs,sond,sonm,sonp,tcou,tedo,tesy,ts r,ullp,ullr,umpe,unct,undl,unex,unma,utee,xerr,ypee,zero",
  "al e,an u,ashe,d at,dese,drop,ecod,gala,gals,ghte,it w,ith_,l se,lido,lize,malf,n on,ncau,ncod,o ha,o pa,o pr,rend,romi,ted_,tedo,ug d,ug i,unha,xit ,xit_,xite",
  "aceb,ackt,in t,k tr,or  ,ror ,xcep",
  " crd, t l,actm,apiv,appi,as c,as w,asee,assn,conv,d ap,d th,de f,de p,de t,depr,ecks,flyw,g mi,glib,hema,i ve,ife ,inim,ire ,ires,jor ,l a ,lize,ma v,migr,n mi,n sk,no a,nocl,ompi,onge,oo n,oo o,ot u,oved,owng,r ki,radi,redv,s hi,s sa,t im,teda,tedc,tibi,tibl,to u,ty d,ubev,uchm,uilt,unap,unsu,upgr,waye",
  "d ve,migr",
  "artu,be f,bere,d he,dine,e he,e it,h ex,k fo,ssiv,ts h,tusc,vene",
  " lay,h ch,h pr,lth_,thch,unhe",
  "ashl,ff r,h lo,off ",
  "d al,ente,givi,imes,ny r,ny s,ny u,o of,oo f,oo q,ps c,ps e,ps r,repe,rest,ries,s at,spaw",
  "died,esul,exit,n  e,n pr,us 1,us 2,us 3,us 4,us 5,us 6,us 7,us 8,us 9",
];

/** In the order of `FIELDS`: of the names, and of what fits. */
export const FIELD_PIECES: readonly (readonly [names: string, fits: string])[] = [
  [
    " kil, lar,ad a,al 9,al k,gh m,heap,ig 9,ig k,insu,loc ,nal9,nalk,o mo,oom ,ow m,ry e,ry p,sig9,sigk,ut o,y al,y li,y us",
    " gc , rss, swa,ocat",
  ],
  [" lef,ee s,enos,errc,ge s,inod,isk ,isks,o  2,o 28,or 2,r  2,rr 2,sk s,wate", " evi, ful, spa,tora"],
  [" cif, csi, fsc, isc, mou, nfs, pvc, rbd, smb, vol,ck d,ephf,nmou,perb,t vo", "atta,devi,e sy,etac,hare,lesy,y fi"],
  [" pul,ge p,ge r,mani,stry,tag ", " pul,lob ,lobs,yer ,yers"],
  [
    " env, fla, opt, yml,amet,argu,dire,dy i,erty,et k,ini ,misc,onfi,rtie,sett,toml,tryp,yaml",
    " emp, plu, por, unk,cifi,cify,empl,equi,esen,h di,h fi,ndat,ndef,ne w,nrec,ot e,ot f,ot s,secr,ssin,synt,t ac",
  ],
  [" tai, tol,ct p,d on,d po,de p,dula,duli,ffin,odep,pree,sele,ule ", " pen,acem,capa,ocat"],
  [" cgr, rli, uli,aisi,ax u,each,easi,max ,mitr,ota ,otas,pids,t ra", " usa,maxi,mit ,mits,xcee"],
  ["etcd", "defr,earn,ease"],
  [
    " acm, ca , cer, pki, ssl, x50,ca b,encr,ertb,erti,ertm,keys,n ss,ndsh,pens,rt b,rt m,tls ,trus,x 50",
    " cip, dom,chai,chal,erif,expi,suer,trus",
  ],
  [
    " jwt, lda, oau, oid, rba, sas,apik,assp,assw,auth,cred,eado,ege ,eges,forb,gn i,igni,kerb,logo,ly d,og i,og o,ogin,pi k,rmis,s ri,sh k,toke,unau",
    " acl, den, ide, own,acco,ghts,owed,role,user,whit",
  ],
  [" nxd,dns ,erv ,ervf,lve ,lved,lver,me s,mese,nx d,olv ,olvi,ostn,solu,t na,wn h", " dom,lve ,olvi,ooku,ost "],
  [
    " cas, cep, db , eng, gal, kaf, khe, mne, mys, opl, osd, psq, sql, tsd, wsr,ad l,ansa,atab,binl,bit ,ca s,clic,dis ,dloc,eckp,epli,hard,imel,infl,inno,lesp,mari,me l,memt,mong,mons,my s,ndby,ostg,ow r,prim,quer,rtit,segm,sqli,ssta,w op,wal ,y lo",
    " clu, crc, ele, jou, row, tab,aft ,cked,colu,dex ,dice,eart,ecks,ecor,eue ,hot ,lead,lock,memb,mpac,olla,ollb,orru,quor,segm,ync ",
  ],
  ["efus", " por,onne,teni"],
  ["adli,aten,e ou,imed,imeo,no a,no r,nrea,o ro,pond", " pac, pin,aiti,netw,onne,slow,terf"],
  ["429 ,hrot,it r,ny r,off ,te l,w do", " rat,mit ,mite,mits,y af"],
  [
    " 500, 502, 503, bri,ad g,b ho,cken,disc,endp,eset,et e,k en,n cl,n er,n fa,n lo,offl,oker,ot c,t by,t cl,unav,up s,upst,webh",
    " dow, eof, fet, gat, pee, pub, pus, rpc, soc, str, upl,crap,deli,emot,expo,flus,forw,nse ,nses,onne,ot h,ot r,otif,outp,ownl,pter,send",
  ],
  [
    "dles,en f,epol,go r,goro,inot,ipto,l po,le m,leak,nofi,ny t,onnt,re n",
    " eno, exh, poo,ackl,eue ,grow,hrea,kets,oo m,um s",
  ],
  [
    " bug, cra, nil, nul, pan,aceb,arsi,bean,eg f,k tr,ll p,malf,ncau,ntat,rse ,segf,sser,umpe,unha,verf,xcep",
    " cas, nul,arsi,bean,ecod,inva,ndef,o pr,rend,rse ,ucto,unex,unsu",
  ],
  [
    "alem,at d,d ve,depr,flyw,ge l,ge s,gese,i ve,liqu,ma v,migr,mpat,ngel,onge,owng,upgr",
    "egac,ewer,hema,olde,onge,oo o,outd,oved,rsio,t su,unsu",
  ],
  ["artu,dine,h  c,h ch,obe ,obes,thch,vene", "unhe"],
  ["oop ,rest,spaw", "dog ,nate,rest,xit ,xite"],
];

export const HEALTH_PIECES = {
  surely:
    "  aw,  nx, 251, 499, ban, dep, ide, tou,9 25,acte,ay a,badr,boaf,by c,by t,cgi ,ch c,d di,d lo,depr,e ob,eled,elle,env ,et f,ey i,favi,ff02,ft t,fulf,g us,gal ,git ,grey,h cl,h of,hinf,hnap,id u,in f,ionw,iss ,ke e,kex_,m un,n  d,n af,n cl,n fr,n te,n wa,noda,noqu,nt w,o ad,od i,of o,om c,om t,oo o,ookm,ot f,p  s,phpm,pm w,prem,prio,pt c,pt f,r ad,rd i,reau,robo,root,s nx,se o,sl h,solr,st i,t ab,t by,t cl,t di,t hu,ta t,tabo,tats,tchi,ttli,uthf,vend,wa a,wp a,wp c,wp i,wp l,xmlr",
  harmless:
    "ad r,by u,cefu,d 15,depr,drai,emet,en b,eue ,eued,ew v,ewer,expe,fall,g de,harm,he m,ht 1,ht s,hutt,ippi,l 15,l tr,ltin,mend,n 15,non ,nore,nori,nsec,nspa,onal,ot 1,r un,rcem,rcom,sigh,sigi,sigq,sigt,skip,stop,swap,te a,tryi,unus,will,wn i,wn r,xper,xt c",
  advice:
    " cas,acki,bled,cifi,clea,disa,dy e,dy i,dy p,dy r,efin,ensu,gure,hes ,ided,if y,is e,lems,lf s,lt i,may ,mend,migh,no c,no f,no u,no w,nsid,ntri,o ef,o si,ot i,plea,tend,uppr,woul,y av,y de,y pa",
  concern:
    "  do,0 ro,adab,answ,batt,be v,ck w,days,de e,deda,degr,ds u,eall,eard,ecta,ervf,es u,exit,f sy,g be,gave,givi,got ,h  d,h  f,h  l,h  s,h  u,h de,h do,h lo,h st,h un,hasn,held,hung,hy e,iall,in u,intm,ire ,ires,is d,is l,is n,it s,ived,l ti,lagg,ll b,lyfa,no h,notr,nrea,nsiv,o  r,o st,offl,onde,onge,oppe,ot r,ot s,phas,plie,pond,pre ,retu,ritt,rore,s  0,s ba,s do,s em,se e,se l,seen,shri,stil,stuc,t mo,t ru,tale,tall,tate,tatu,th  ,th f,th_e,th_w,umpe,unco,unhe,wate",
  zero: "   0, nil, no ,_cou,ail_,ailt,ailu,arni,d  0,dcou,degr,deni,dloc,down,drop,ed 0,ed_c,ed_t,edto,erro,errt,escu,fail,fals,icti,il  ,il 0,ilco,imeo,l  0,leak,lost,nic ,nic_,nicc,nics,nict,none,nore,nrea,null,offl,om_k,onfl,or  ,or 0,or_t,ors_,orsc,orst,r  0,rcou,reje,rest,ries,robl,rors,rort,rr  ,rr 0,rr_t,rs 0,s  0,sue ,sues,unhe,upti,xcep",
  setting:
    " one, onf,_pan,acki,acko,ail_,andl,ax c,ax e,ax f,ax r,ax_c,ax_e,ax_f,ax_r,axre,bled,c on,epor,etec,etry,fast,g cr,g en,gs e,how_,howc,howe,howf,howr,hres,icon,il o,ilon,imeo,it_o,log ,logc,loge,logf,logr,maxc,maxe,maxf,mode,n er,n fa,n pa,ng_e,ngen,nic_,og  ,og e,og f,og r,og_c,og_e,og_f,og_r,oggi,ogs ,ogs_,ogse,on_e,on_f,onfl,onpa,over,ow c,ow e,ow r,page,pira,piry,poli,ries,safe,w fa,webh,xit ,xito",
  wrong: "ailu,cras,fail,fata,orru,pani,ror ,xcep",
  wrong_untold:
    "abor,anno,can ,cras,degr,deni,died,down,erro,fail,fata,fuse,hung,ille,imed,imeo,inva,lost,nrea,orru,pani,ssin,stuc,uld ,uldn,unab,unex,xcep",
  overcome:
    "alf_,ass ,asse,ccee,cefu,e es,ecov,ecte,essf,esto,esum,eted,hy a,is r,lved,o ac,o cl,o he,onge,onli,ow h,ow r,reen,rees,s he,to r,to u",
  recovered:
    " acq, ele, est,acha,beco,ck u,d po,d su,dy f,dy t,e es,e jo,eami,ecam,ecov,ecte,esto,esub,esum,expa,fied,fuld,ht u,hy a,icte,is r,lear,lved,n es,n ok,n sy,ng_t,o cl,o he,o no,o ok,ok o,omes,ommi,onli,ow a,ow h,ow r,ow u,rees,rejo,s ch,s es,s he,s ok,s up,sr u,succ,te c,te i,uit ,us h,us i,us o,us r,ynce,ynch",
  again:
    " aft, aga, of , ok ,atte,ccee,ck u,d tr,e es,e jo,ecam,ecov,ecte,edel,esto,esum,four,h at,h tr,ht u,lear,lved,n at,n tr,nd a,o cl,o no,ond ,onge,onli,ow a,ow h,ow o,ow r,ow u,rd a,rd t,rees,rejo,s he,s ok,s su,thir,try ,xt a,xt t,y ok,y su",
  unwell: " fai,nrea,ot c,ot h,ot r,ot s,t ok,unav,unhe",
  unfinished: " aga, sti, try,acki,aiti,ctin,tryi,will",
} as const;
