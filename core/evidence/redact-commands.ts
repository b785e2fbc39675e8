import { isMarked, type Mark } from "./redact-mark.ts";
import type { Trigger } from "./redact-triggers.ts";

/**
 * Passwords that only their place in a command, a statement or a line of settings gives away. Each pattern names the
 * command first and looks a bounded way on. First group: what stays; second: the password.
 */
const PLACES: readonly (readonly [hint: RegExp, pattern: RegExp])[] = [
  [
    /curl|wget|http|siege|hey|\bab\b|xh/i,
    /(\b(?:curl(?:ie)?|wget|https?|xh|hey|ab|siege|lftp|svn)\b[^\n|]{0,200}?[\s"'](?:-u|-a|-A|--user|--auth|--proxy-user)["']?[ \t=,]{1,4}["']?[\w.@+-]{1,64}(?:%5C[\w.]{1,64})?:)([^\s"'`,]+)/gi,
  ],
  [
    /mysql|mariadb|percona|mydumper/i,
    /(\b(?:mysql|mariadb|mydumper|percona)[\w-]{0,20}[ \t][^\n|]{0,200}?(?<=[\s"'])-p["']?)(?!ort\b|lugin|rotocol|rogress)([^\s"'-][^\s"'`]*)/gi,
  ],
  [
    /redis-cli|keydb-cli|valkey-cli/i,
    /(\b(?:redis|keydb|valkey)-cli\b[^\n|]{0,200}?[ \t](?:-a|--pass)[ \t]{1,4}["']?)([^\s"'`]+)/gi,
  ],
  [/sshpass/i, /(\bsshpass[ \t]{1,4}-p[ \t]{0,4}["']?)([^\s"'`]+)/gi],
  [
    /login/i,
    /(\b(?:docker|podman|nerdctl|helm|oras|crane|skopeo|buildah|az|oc|argocd|cf|ibmcloud)\b[^\n|]{0,60}?\blogin\b[^\n|]{0,200}?[ \t]-p[ \t]{1,4}["']?)([^\s"'`]+)/gi,
  ],
  [
    /mongo|influx|cqlsh|rabbitmqadmin|artemis|arangosh|clickhouse|bcp|sqlcmd|ldap|smbclient|ipmitool|kafka|net use|useradd|usermod|psexec|xfreerdp|openssl|zip|7z|gpg|keytool|rclone|restic|vncpasswd|wpa_cli|nmcli/i,
    /(\b(?:mongo\w{0,10}|influx|cqlsh|rabbitmqadmin|artemis|arangosh)\b[^\n|]{0,200}?[\s"']-p["']?[ \t,]{1,4}["']?)(?!\d{1,5}\b)([^\s"'`-][^\s"'`]*)/gi,
  ],
  [/ldap/i, /(\bldap\w{2,12}\b[^\n|]{0,200}?[ \t]-w[ \t]{0,4}["']?)([^\s"'`]+)/gi],
  [/sqlcmd|bcp|ipmitool|osql/i, /(\b(?:sqlcmd|osql|bcp|ipmitool)\b[^\n|]{0,200}?[ \t]-P[ \t]{0,4}["']?)([^\s"'`]+)/g],
  [
    /smbclient|smbmap|mount\.cifs|rpcclient/i,
    /(\b(?:smbclient|rpcclient)\b[^\n|]{0,200}?[ \t]-U[ \t]{0,4}["']?[\w.\\-]{1,64}%)([^\s"'`]+)/g,
  ],
  [/zip|7z|rar/i, /(\b(?:un)?(?:zip|rar)\b[^\n|]{0,80}?[ \t]-P[ \t]{1,4}["']?)([^\s"'`]+)/g],
  [/7z/i, /(\b7z[ar]?[ \t]{1,4}[a-z][ \t]{1,4}[^\n|]{0,80}?(?<=[ \t])-p)([^\s"'`]+)/g],
  [/pass(?:in|out)/i, /(-pass(?:in|out)?[ \t]{1,4}["']?pass:)([^\s"'`]+)/gi],
  [
    /htpasswd/i,
    /(\bhtpasswd[ \t]{1,4}-\w{0,6}b\w{0,6}[ \t]{1,4}(?:[^\s|]{1,200}[ \t]{1,4})?[\w.@-]{1,64}[ \t]{1,4}["']?)([^\s"'`]+)/g,
  ],
  [
    /chpasswd/i,
    /(\becho[ \t]{1,4}["']?[\w.-]{1,64}:)([^\s"'|]+)(?=["']?[ \t]{0,4}\|[ \t]{0,4}(?:sudo[ \t]{1,4})?chpasswd)/gi,
  ],
  [
    /add_user|change_password/i,
    /(\b(?:add_user|change_password)[ \t]{1,4}["']?[\w.@-]{1,64}["']?[ \t]{1,4}["']?)([^\s"'`]+)/gi,
  ],
  [
    /vault/i,
    /(\bvault[ \t]{1,4}login[ \t]{1,4}(?:-[\w-]{1,20}(?:=\S{1,64})?[ \t]{1,4}){0,3})(?!-)([\w.-]{8,})(?=\s|$|["'])/gi,
  ],
  [/net[ \t]/i, /(\bnet[ \t]{1,4}(?:user|use)[ \t]{1,4}\S{1,128}[ \t]{1,4})(?![/*-]|\/user)([^\s"'`]+)/gi],
  [
    /snmp/i,
    /(\bsnmp(?:walk|get|bulkwalk|set|trap|getnext)\b[^\n|]{0,120}?[ \t]-[cAX][ \t]{1,4}["']?)(?!public\b)([^\s"'`]+)/g,
  ],
  [/snmp-server/i, /(\bsnmp-server[ \t]{1,4}community[ \t]{1,4})(?!public\b)([^\s"'`]+)/gi],
  [
    /username/i,
    /(\busername[ \t]{1,4}[\w.-]{1,64}[ \t]{1,4}(?:privilege[ \t]{1,4}\d{1,2}[ \t]{1,4})?(?:password|secret)[ \t]{1,4}(?:\d[ \t]{1,4})?)([^\s"'`=:]+)(?=\s*$)/gim,
  ],
  [/enable[ \t]/i, /(\benable[ \t]{1,4}(?:password|secret)[ \t]{1,4}(?:\d[ \t]{1,4})?)([^\s"'`=:]{4,})(?=\s*$)/gim],
  [
    /requirepass|masterauth/i,
    /((?:^|\bset["']?[ \t]{1,4}["']?)(?:requirepass|masterauth)["']?[ \t]{1,4}["']?)([^\s"'`]+)(?=["']?(?:[ \t]|$|\\))/gim,
  ],
  [/setuser/i, /(\bacl["']?[ \t]{1,4}["']?setuser["']?[^\n|]{1,120}?[ \t"'][>#])([^\s"'`]+)/gi],
  [
    /\bmachine\b/i,
    /(\bmachine[ \t]{1,4}\S{1,253}[ \t]{1,4}login[ \t]{1,4}\S{1,128}[ \t]{1,4}password[ \t]{1,4})(\S+)/gi,
  ],
  [
    /sqlplus|jdbc:oracle|expdp|impdp/i,
    /((?:\b(?:sqlplus|expdp|impdp)[ \t]{1,4}(?:-\w{1,10}[ \t]{1,4}){0,3}["']?|\bjdbc:oracle:(?:thin|oci8?):)[\w.$-]{1,64}\/)([^\s@"'`/]{1,128})(?=@)/gi,
  ],
  [
    /identified/i,
    /(\b(?:(?:create|alter)[ \t]{1,4}(?:user|role)|grant)\b[^\n;]{0,200}?\bidentified[ \t]{1,4}(?:with[ \t]{1,4}["'`]?\w{1,64}["'`]?[ \t]{1,4})?(?:by|as)[ \t]{1,4}(?:password[ \t]{1,4}|values[ \t]{1,4})?\\{0,8}["']?)((?:''|[^\s'"\\;])(?:''|[^'"\\;\n])*)/gi,
  ],
  [
    /identified/i,
    /(\bidentified[ \t]{1,4}by[ \t]{1,4}(?:password[ \t]{1,4}|values[ \t]{1,4})?\\{0,8}')((?:''|[^'\\\n])+)(?=\\{0,8}')/gi,
  ],
  [
    /set[ \t]{1,4}password/i,
    /(\bset[ \t]{1,4}password(?:[ \t]{1,4}for[ \t]{1,4}[^\n=]{1,128})?[ \t]{0,4}=[ \t]{0,4}(?:password\([ \t]{0,4})?\\{0,8}["'])((?:''|[^'"\\\n])+)/gi,
  ],
  [
    /crypt|password\(|md5\(|sha\d?\(/i,
    /(\b(?:crypt|password|old_password|md5|sha[12]?|pgp_sym_(?:en|de)crypt)[ \t]?\([ \t]{0,4}\\{0,8}')((?:''|[^'"\\\n]){1,200})(?=\\{0,8}')/gi,
  ],
  [
    /auth/i,
    /(\bauth["']?[ \t]{1,4}["']?(?:PLAIN|LOGIN|XOAUTH2|CRAM-MD5|NTLM)["']?[ \t]{1,4}["']?)(?=[A-Za-z+/]{0,200}[\d=])([A-Za-z0-9+/]{8,}={0,2})/gi,
  ],
  // What was typed to a server: FTP, POP3, IMAP, IRC, Redis and its MONITOR.
  [
    /PASS[ \t]/,
    /((?:^|[>:;<|"'][ \t]{0,4}|\b(?:sent|send|sending|client|command|cmd|request)[: =]{1,3}["']?)PASS[ \t]{1,4}:?)(?!PASS)([^\s"'\\]{3,})(?=[ \t]{0,4}(?:\\r|\\n|["'(]|$))/gm,
  ],
  [
    /LOGIN[ \t]/,
    /((?:^|[\s>:<"'])\w{1,8}[ \t]{1,4}LOGIN[ \t]{1,4}"?[\w.@+-]{1,128}"?[ \t]{1,4}"?)([^\s"'\\]{3,})(?="?[ \t]{0,4}(?:\\r|\\n|["']|$))/gm,
  ],
  [
    /AUTH["']?[ \t]/,
    /((?:^|[>:<|"'\]][ \t]{0,4}|\b(?:command|cmd|send|sent|HELLO[ \t]{1,4}\d)[: =]{1,3}["']?)AUTH["']?[ \t]{1,4}(?:["']?[\w.@-]{1,64}["']?[ \t]{1,4})?["']?)([^\s"'\\]{3,})(?=["']?[ \t]{0,4}(?:\\r|\\n|["')]|$))/gm,
  ],
  [
    /HELLO[ \t]/,
    /(\bHELLO["']?[ \t]{1,4}["']?\d["']?[ \t]{1,4}["']?AUTH["']?[ \t]{1,4}["']?[\w.@-]{1,64}["']?[ \t]{1,4}["']?)([^\s"'\\]+)/g,
  ],
  [/AUTH\\r/, /((?:\\n|\b)AUTH(?:\\r\\n\$\d{1,5}\\r\\n[\w.@-]{1,64})?\\r\\n\$\d{1,5}\\r\\n)([^\s"'\\]+)/g],
];

const ANY_HINT = new RegExp(PLACES.map(([hint]) => hint.source).join("|"), "i");

export const redactCommands = (text: string, mark: Mark): string => {
  let safe = text;
  if (!ANY_HINT.test(text)) return text;
  for (const [hint, pattern] of PLACES) {
    if (!hint.test(safe)) continue;
    safe = safe.replace(pattern, (all: string, before: string, password: string) =>
      isMarked(password) || NO_PASSWORD.test(password) || (VERB.test(before) && isRemark(password))
        ? all
        : before + mark("password"),
    );
  }
  return safe;
};

const NO_PASSWORD = /^(?:[$%<{*\\?[]|\*+$|null$|NULL$|password$)/;
const VERB = /(?:PASS|LOGIN|AUTH)["']?[ \t]/;

/** `AUTH failed`, `PASS src/a.test.ts`, `250-AUTH PLAIN LOGIN`: words, files and counts are no passwords of a dialogue. */
const isRemark = (text: string): boolean => CAPITALS.test(text) || WORDS.test(text) || FILE.test(text);

const CAPITALS = /^(?:[A-Z][A-Z0-9-]{2,20}|Test[A-Z]\w{0,80}|\d{1,6})$/;
const WORDS =
  /^(?:ok|all|failed|failure|required|success\w{0,6}|succeeded|commands?|error|denied|rejected|accepted|enabled|disabled|not|is|was|methods?|mechanisms?|tokens?|module|service|server|plugin|response|requests?|timeout|with|from|for|to|user|phase|step|header|type|none|basic|plain|lint|build|unit|e2e|tests?)[.,:;!?]?$/i;
const FILE = /[\w-]\/[\w./-]{1,200}\.\w{1,4}$|^[\w-]{1,60}(?:\.\w{1,20}){0,3}\.(?:go|js|ts|tsx|jsx|py|rb|rs|java)$/;

/** What tells of these commands, for the triggers. */
export const COMMAND_TRIGGERS: readonly Trigger[] = [
  ...[" -u", " -a", " -p", " -w", " -P", " -A", " -X", " -c"].map(
    (flag): Trigger => [flag, /[^\w/?&%=:~-]-[uapwxc]/iy],
  ),
  ...["--u", "--a", "--p"].map((flag): Trigger => [flag, /--(?:user|auth|proxy|pass)/iy]),
  ["ssp", /(?<=s)shpass|sspass/iy],
  ["ogi", /(?<=l)ogin["']?[ \t]/iy],
  [
    "pas",
    /passwd|(?<=require)pass|(?<=-)pass(?:in|out)?[ \t]|PASS[ \t]|(?<=set[ \t]{1,4}|change_|enable[ \t]{1,4}|username[ \t]{1,4}\S{1,64}[ \t]{1,4}(?:privilege[ \t]{1,4}\d{1,2}[ \t]{1,4})?)password|password[ \t]?\(/iy,
  ],
  ["uth", /(?<=a)uth(?:["']?[ \t]|\\r)/iy],
  ["acl", /acl["']?[ \t]/iy],
  ["chi", /(?<=ma)chine[ \t]/iy],
  ["qlp", /(?<=s)qlplus/iy],
  ["jdb", /jdbc:oracle/iy],
  ["xpd", /(?<=e)xpdp/iy],
  ["mpd", /(?<=i)mpdp/iy],
  ["fie", /(?<=identi)fied[ \t]/iy],
  ["ryp", /(?<=c)rypt[ \t]?\(/iy],
  ["md5", /md5[ \t]?\(/iy],
  ["snm", /snmp/iy],
  ["t u", /(?<=ne)t[ \t]{1,4}us/iy],
  ["d_u", /(?<=ad)d_user/iy],
  ["ecr", /(?<=s)ecret[ \t]/iy],
];

/** A line of .pgpass: host:port:database:user:password. */
export const redactPgpass = (text: string, mark: Mark): string =>
  text.replace(PGPASS, (all, before: string, password: string) =>
    isMarked(password) ? all : before + mark("password"),
  );

const PGPASS =
  /^((?:[\w.-]{1,253}|\*):(?:\d{4,5}|\*):(?:[A-Za-z_][\w-]{0,62}|\*):(?:[A-Za-z_][\w-]{0,62}|\*):)([^\s:]\S*)$/gm;
