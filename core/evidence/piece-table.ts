/**
 * Pieces of what the patterns find, by which most are ruled out without a try: see `pieces.ts`. A test derives from each
 * pattern that nothing matches it without one of its pieces.
 */

/** In the order of `PHRASES`. */
export const PHRASE_PIECES: readonly string[] = [
  "ille,m oo,om _,om k,om_k,oomd,oomk,temo,up o,y  k,ys o",
  " exh,ad_a,ap l,avas,eaki,ehea,enom,f me,maxm,o al,om c,oryp,ow o,ryer,te m,tofm,y al,y li",
  " exh,al 9,at 9,hasi,ille,oryp,recy,s 13,s fu,sigk,ve 9,verh",
  "137 ",
  " ful,ackf,agef,ageg,e ga,e sp,ee l,enos,ephe,floo,ft o,gh s,inod,iskp,isks,larm,no u,ol_f,onth,ow o,sd_f,sk q,sk s,te e,um f",
  "  fu,avai,e fu,earf,earl,fill,free,g ou,gh d,lmos,recl,s el,sk s,sk u,un o,usag,use ,used,w di",
  " cep, fau,a vo,achm,achv,agev,andv,as a,d cs,depu,e k8,e vo,edbi,h vo,i at,imme,it s,ledm,lerp,mapv,n vo,ngfa,no v,nt e,o at,o mo,orkl,p vo,rbd ,t ci,t gl,t nf,umec,untv",
  " ero, est,a bl,btrf,ecia,ext4,fsck,g fs,le h,moun,nfs ,perb,t en,xfs,y fi",
  " deg, pen,etac,lost,no 1,no 5,r fi,t bo,t ou",
  "adse,g fr,id r,l ac,l an,l ra,ll f,lve ,mage,mani,me u,no m,nt w,tryu,xt h,y do",
  "c fo,cuta,don ,ec  ,figm,ig k,nerc,nere,secr,tat ",
  "equi,gure,ided,issi,keye,mpty,must,nd v,ndef,ot d,ot f,ot s,unse",
  "aceh,amet,d en,envv,equi,erty,etti,ey n,g en,ndat,nfig,nv v,opti,otpr,riab,srcf,unse",
  " a d, eme, yml,accu,ad c,ag p,codi,d ty,ddit,dupl,empl,etti,exis,fiel,g ty,gal ,inva,lues,mani,mize,nd e,ndef,nerr,nfig,no o,nrec,onf ,r va,rse ,toml,unex,unkn,unsu,yaml",
  " cfg, ead, jso, t o, yml,126 ,127 ,dy a,dy b,dy i,env ,h fi,ini ,onf ,ot f,rtie,ss n,toml,yaml",
  "d du,d ur,enoe,h fi,id k,id p,id v,leno,misc,rmat",
  " t m, t t,cand,d du,e av,e sc,expa,h pr,leds,no f,no n,nsuf,ny n,o el,o pl,o sc,odep,ottr,s av,sati,suit,t sc,tchi,teda,tims,unsc,unto,x no",
  "cify,ed q,forb,ge p,rceq,tio ",
  "acco,an l,ax_u,d cg,egio,fork,hrot,icen,id l,itex,ns f,pids,proj,pthr,r na,tier,um n,uota",
  "  tx, fac, wal,2379,2380,aft ,afth,c mi,cp s,ease,etcd,kend,mbed,mvcc,nap ,nc d,nd o,ober,ok t,om t,ow f,r ch,v3rp",
  " wal,aft ,afth,cdse,ersh,mbed,mvcc,nap ,tcdm,v3rp",
  "  tl, t m, x50,_exp,_not,_unk,_unt,ake_,athv,do_h,elf_,erti,ey v,fy_f,ke e,ke f,le_t,n nu,or 0,ot m,otti,pkix,r ce,r_ce,rr_s,rr_t,rvin,s_er,sl_c,sl_o,sl_r,ssl ,sslc,ssle,sslh,sslp,subj,t ce,tls ,tlsv",
  "chal,cme ,day ,ires,lf c,ll e,oad ,obta,ot r,piri,piry,rene,ropa,rota,s ab,ssui,sue ,ys b,ys t,ys u",
  " 5 7,1045,2501,2800,28p0,401 ,403 ,apik,assw,auth,bear,bind,ck p,cram,cred,deni,e ow,epts,et k,ey v,forb,gnat,id_c,id_g,id_s,idac,k fi,k th,lack,ldap,logo,malf,nnot,nope,nsuf,o pg,ogin,oked,ole ,ot h,pi k,pire,pt t,r na,reje,rita,rr 4,rr 5,sasl,sern,toke,viol,wron",
  " eac, epe,401 ,403 ,forb,owed,riza,rmis,t pe,unau,usco",
  " dns, eai, nxd,53  ,ansl,ddri,dns ,dnse,enot,ervf,gaie,h ho,lugi,lve ,lved,lver,me o,n na,nhos,no a,non ,o na,oden,ok u,olvi,ooku,ostn,php_,solu,st n",
  "down,mese,misb,nrea,olv ,pond",
  " a d, aof, dow, mas, my , t s,25p0,40p0,4270,42p0,5330,55p0,5701,57p0,58p0,aft ,ansl,aof ,as g,ashe,at r,ax_c,be v,bloa,brai,celi,ck w,colu,d ch,d pa,d sa,dupl,eado,ecke,ecks,ele ,eled,elle,em i,em w,epla,epli,etec,exis,f sh,ge v,h ta,hard,id w,inno,ire ,is l,ite_,jets,k fo,k ti,lesp,lowl,m so,misc,mnes,myis,n da,n sl,n sy,ndex,nist,no c,no l,no p,notw,nt_d,ny c,o id,o my,o un,oadi,ockn,offl,ol e,ol i,ol t,om t,om w,on u,onfl,ora ,orru,ot d,ot p,ot_d,otpr,quis,quor,r he,r st,rd f,redt,ria ,rk p,ryst,s te,segm,seto,sh w,shri,sk i,slav,t av,t ob,tada,terd,uepo,unde,viol,wn t,wsre,wt_p,xx00,y ch,ze a",
  "  e ,  f , pq ,bads,cute,dbco,egri,erab,erec,fata,fka ,g ru,hika,n ab,n ro,nic ,nsie,ow q,psyc,ry e,ry f,s ab,se e,se f,se i,sqle,sqls,y ti",
  "dbcc,onal,se c,sqle",
  " 111,ct c,fuse,is t,ora ,ort ,othi,r on,tns ",
  " t a, t c,0060,110 ,adli,e ou,eled,eply,id n,imed,imeo,ld t,loss,no 1,no a,no r,nrea,ntac,ok l,ok o,ok t,onna,osti,pond,take,taki,tivi",
  " 504,de i,de n,eepa,id n,imed,neig,oden,orku,ut e,ut r",
  "e ou,imeo,ok t",
  "acki,anyr,ce_e,d th,ed y,estl,floo,it e,it r,ll q,lowd,ly q,miti,nedt,ny a,ny c,ny l,ny r,pi q,rate,ry_a,s pe,st q,t hi,t pe,ta e,te q,tled,too_,ttli,y af",
  "429 ,hrot",
  "  br,  eo, 500, 501, 502, 503, epi, pip,ad g,alli,alln,artn,badg,cken,cni ,d eo,de m,depe,down,eg i,emot,er_n,erea,erer,erex,eset,g or,g up,goaw,it b,kenc,l we,ll c,ly c,m cl,m en,m te,n ab,n cl,n dr,n lo,n wa,no a,no h,no r,no_h,nono,nrea,o en,o ha,o se,oker,pc e,pstr,r  d,runt,scon,t av,thir,tor_,uitb,ulte,unav,xter,y ab,y dr,y lo",
  "  50, t c,ach ,blec,cas ,ck f,crap,d co,dcon,l ba,l ta,le c,ll h,ll u,lost,n cl,n dr,n er,n fa,n tc,n te,n wa,o co,ommu,ot c,otco,r er,scon,tus_,tusc,unav,us 5",
  " bef, ead, emf, enf,adil,ased,clim,ct b,dles,e ip,ecti,ee a,en f,etas,gn r,goro,grew,grow,hrea,inot,ip p,ipam,ippo,ipto,itho,l  d,leak,maxl,mono,no a,o ip,o mo,onnt,oo m,orts,ose_,reed,s po,s ra,sock,subn,uncl",
  "appr,eads,en_c,etas,fds ,goro,leak,ose_",
  " asl, cas, der, opc,ad p,ap c,argu,arit,assc,badm,berf,ceer,ckov,deri,dexo,doub,ee  ,erab,ex o,froz,gens,hara,herr,hode,icod,igil,k le,k sm,keye,keyn,lidc,ll p,luee,m ca,meer,ncau,ndef,ngee,nic ,none,nrea,ntat,nvar,o a ,oncu,opit,orev,ot d,otec,otim,pleo,recu,rtio,segf,shou,siga,sigb,sigs,sond,sonm,sonp,tedo,ts r,ullp,ullr,umpe,unct,undl,unex,unma,utee,xerr,ypee,zero",
  "al e,ashe,d at,ecod,gala,gals,l se,lido,lize,malf,n on,ncau,ncod,o ha,o pa,o pr,rend,ropp,tedo,ug d,ug i,unha,xit ,xit_,xite",
  "aceb,ackt,k tr,ror ,xcep",
  " crd, t l,actm,appi,as c,as w,asee,assn,conv,depr,find,flyw,glib,ife ,inim,ire ,ires,jor ,l a ,lize,ma v,migr,mism,n sk,no a,nocl,ompi,onge,oo n,oo o,oved,owng,r ki,redv,s hi,s sa,t im,tibi,tibl,ty d,uchm,uilt,unsu,upgr",
  "d ve,migr",
  "artu,be f,bere,d he,dine,e he,k fo,ssiv,ts h,vene",
  " lay,h ch,h pr,lth_,thch,unhe",
  "ashl,h lo,k of",
  "d al,ente,ny r,ny s,ny u,ps c,ps e,repe,rest,spaw",
  "died,exit,n  e,th r,us 1,us 2,us 3,us 4,us 5,us 6,us 7,us 8,us 9",
];

/** In the order of `FIELDS`: of the names, and of what fits. */
export const FIELD_PIECES: readonly (readonly [names: string, fits: string])[] = [
  [
    " kil, lar,al 9,eap ,f me,gh m,ig 9,loc ,nal9,nalk,nsuf,o mo,oom ,ow m,ry e,ry p,sig9,sigk,y al,y li,y us",
    " gc , swa,lloc,rss ",
  ],
  ["  28,ce l,e sp,enos,errc,inod,isk ,isks,o 28,or 2,rr 2,wate", " evi, ful, spa,tora"],
  [" cif, csi, fsc, isc, mou, nfs, pvc, rbd, smb,ephf,k de,nmou,perb,volu", "devi,e sy,etac,hare,lesy,ttac,y fi"],
  [" pul,mani,stry,tag ", " pul,lob ,lobs,yer ,yers"],
  [
    " env, yml,amet,argu,dire,dy i,erty,et k,etti,flag,ini ,nfig,opti,rtie,toml,tryp,yaml",
    " emp, plu, por, unk,cifi,cify,empl,equi,exis,h di,h fi,issi,ndat,ndef,ne w,nrec,ot f,ot p,ot s,secr,synt,t ac",
  ],
  [" tai, tol,ct p,d on,d po,de p,dula,duli,ffin,odep,pree,sele,ule ", " pen,acem,capa,lloc"],
  [" cgr, rli, uli,aisi,each,easi,max ,mitr,ota ,otas,pids,t ra", " lim,maxi,usag,xcee"],
  ["etcd", "defr,earn,ease"],
  [" ca , cer, pki, ssl, x50,cme ,encr,keys,ndsh,pens,tls ,trus,x 50", " cip, dom,chai,chal,erif,expi,suer,trus"],
  [
    " jwt, lda, oid, rba, sas, tok,apik,assp,assw,auth,cred,ege ,eges,forb,gn i,igni,kerb,logo,ly d,og i,og o,ogin,pi k,rmis,s ri,sh k",
    " acl, den, ide, own,ccou,ghts,owed,role,user,whit",
  ],
  [" nxd,dns ,erv ,ervf,lve ,lved,lver,me s,mese,nx d,olv ,olvi,ostn,solu,t na,wn h", " dom, hos,lve ,olvi,ooku"],
  [
    " cas, cep, db , gal, khe, mne, mys, opl, osd, psq, sql, tsd, wal, wsr,ad l,atab,binl,bit ,dis ,dloc,eckp,epli,fka ,ge e,hard,ickh,imar,imel,infl,inno,lesp,mari,me l,memt,mong,mons,ndby,nsac,ow r,quer,rtit,ssta,tgre,w op,y lo",
    " clu, crc, ele, row, tab,aft ,colu,dex ,dice,eart,ecks,ecor,eue ,hot ,lead,lock,memb,mpac,olla,ollb,orru,quor,segm,urna,ync ",
  ],
  ["efus", " por,ecti,teni"],
  ["adli,aten,e ou,imed,imeo,no a,no r,nrea,pond", " pac, pin,aiti,ecti,netw,slow,terf"],
  ["429 ,hrot,it r,ny r,off ,te l,w do", " lim, rat,y af"],
  [
    " 500, 502, 503,ad g,b ho,brid,cken,endp,eset,et e,k en,n cl,n er,n fa,n lo,offl,oker,ot c,scon,t cl,unav,up s,upst,webh",
    " dow, eof, fet, pee, pus, rpc, soc, str,atew,blis,crap,deli,emot,flus,forw,nnec,nse ,nses,ot h,ot r,otif,outp,ploa,pter,send,xpor",
  ],
  [
    " eph,dles,en f,epol,go r,goro,inot,ipto,le m,leak,nofi,ny t,onnt,re n",
    " eno, exh, poo,ackl,eue ,grow,hrea,kets,oo m,um s",
  ],
  [
    " bug, nil, nul, pan,aceb,arsi,bean,cras,eg f,k tr,malf,ncau,ntat,rse ,segf,sser,umpe,unha,verf,xcep",
    " cas, nul,arsi,bean,ecod,inva,ndef,o pr,rend,rse ,ucto,unex,unsu",
  ],
  [
    "alem,at d,d ve,depr,flyw,ge l,ge s,gese,i ve,liqu,ma v,migr,mpat,ngel,onge,owng,upgr",
    "egac,ema ,ewer,olde,onge,oo o,outd,oved,rsio,t su,unsu",
  ],
  ["dine,h  c,h ch,obe ,obes,thch,vene", "unhe"],
  ["cras,rest,spaw", "dog ,nate,rest,xit ,xite"],
];

export const HEALTH_PIECES = {
  surely:
    "  aw,  nx, 251, 499, ban, dep, ide, tou,9 25,acte,ay a,ay n,badr,boaf,by c,by t,cgi ,ch c,d di,d lo,depr,e ob,eled,elle,env ,et f,ey i,favi,ff02,ft t,fulf,g us,gal ,git ,grey,h of,hinf,hnap,id u,in f,iss ,ke e,kex_,m un,n  d,n af,n cl,n fr,n te,n wa,noda,noqu,nt w,o ad,od i,of o,om c,om t,oo o,ookm,ot f,p  s,phpm,prem,pt c,pt f,rd i,reau,robo,s nx,se o,sl h,solr,st i,t ab,t by,t cl,t di,t hu,ta t,tabo,tchi,ttli,uthf,vend,wa a,wp a,wp c,wp i,wp l,xmlr",
  harmless:
    "ad r,by u,cefu,d 15,depr,drai,e av,emet,en b,eue ,eued,ew v,ewer,expe,fall,g de,harm,he m,ht 1,hutt,l 15,ltin,mend,n 15,non ,nore,nori,nsec,nspa,onal,oppi,ot 1,r un,rcem,rcom,sigh,sigi,sigq,sigt,skip,swap,tryi,unus,will,wn i,wn r,xt c",
  advice:
    " cas,acki,bled,cifi,disa,dy e,dy i,dy p,dy r,efin,ensu,gure,hes ,ided,if y,is e,lean,lems,lf s,lt i,may ,mend,migh,no c,no f,no u,no w,nsid,ntri,o ef,o si,ot i,plea,tend,uppr,woul,y av,y de,y pa",
  concern:
    "0 fi,0 ro,answ,be v,ck w,days,de e,degr,ds u,eall,eard,ecta,ervf,es u,exit,f sy,g be,gave,givi,got ,hasn,held,hung,hy e,iall,in u,intm,ire ,ires,is d,is l,is n,ived,l ti,lagg,ll b,lth ,no h,notr,nrea,nsiv,o  r,o st,offl,onge,oppe,ot r,ot s,phas,plie,pond,pre ,ritt,rned,s ba,s em,se e,se l,seen,shri,stil,stuc,t mo,tall,tate,th_e,th_w,tus ,umpe,unco,wate",
  zero: " 0 , nil, no ,ailu,al 0,d   ,d  0,ed 0,es  ,es 0,fals,hout,il 0,ills,l   ,l  0,ll 0,none,nrea,nt 0,null,or 0,pani,r   ,r  0,rors,rr 0,rt 0,st 0,t   ,t  0,ts  ,ts 0,ut 0,xcep,zero",
  setting:
    " one, onf,_pan,acki,acko,ail_,andl,ax c,ax e,ax f,ax r,ax_c,ax_e,ax_f,ax_r,axre,bled,c on,epor,etec,etry,fast,how_,howc,howe,howf,howr,hres,icon,icy ,il o,ilon,imeo,it_o,log ,logc,loge,logf,logr,maxc,maxe,maxf,mode,n er,n fa,n pa,nic_,og_c,og_e,og_f,og_r,oggi,ogs ,on_e,on_f,onfl,onpa,over,ow c,ow e,ow r,page,pira,piry,ries,safe,w fa,webh,xit ,xito",
  wrong: "ailu,cras,fata,iled,orru,pani,ror ,xcep",
  wrong_untold:
    "abor,can ,cras,degr,deni,died,down,erro,fail,fata,fuse,hung,ille,imed,imeo,inva,issi,ld n,lost,nnot,nrea,orru,pani,stuc,uldn,unab,unex,xcep",
  overcome:
    "alf_,ccee,cefu,e es,ecov,ecte,esto,esum,eted,hy a,is r,lved,o ac,o cl,o he,onge,onli,ow h,ow r,pass,reen,rees,s he,ssfu,to r,to u",
  recovered:
    " est,acha,acqu,beco,ck u,dele,dy f,dy t,e jo,eami,ecam,ecov,ecte,esto,esub,esum,expa,fied,ht u,hy a,icte,is r,lear,lved,n ok,n sy,ng_t,o cl,ok o,onli,ow a,ow h,ow r,ow u,rees,rejo,s ch,s he,s ok,s up,sr u,succ,te c,te i,to n,tted,uit ,us r,ynce,ynch",
  again:
    " aft, aga,ccee,ck u,e es,e jo,ecam,ecov,ecte,edel,esto,esum,ht u,is h,lear,lved,mpt ,o cl,onge,onli,ow a,ow h,ow r,ow u,rees,rejo,s ok,s su,to n,try ",
  unwell: " fai,nrea,ot c,ot h,ot r,ot s,t ok,unav,unhe",
  unfinished: " sti,acki,aiti,ctin,tryi,will,y ag",
} as const;
