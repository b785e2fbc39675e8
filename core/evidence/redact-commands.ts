import type { Mark } from "./redact.ts";
import { isMarked } from "./redact.ts";

/**
 * Passwords that only their place in a command, a statement or a line of settings gives away. Each pattern names the
 * command first and looks a bounded way on. First group: what stays; second: the password.
 */
const PLACES: readonly (readonly [hint: RegExp, pattern: RegExp])[] = [
  [
    /curl|wget/i,
    /(\b(?:curl|wget)\b[^\n|]{0,200}?[\s"'](?:-u|--user|--proxy-user)[ \t=]{1,4}["']?[\w.@+-]{1,64}:)([^\s"'`]+)/gi,
  ],
  [
    /mysql|mariadb/i,
    /(\b(?:mysql|mariadb)[\w-]{0,12}[ \t][^\n|]{0,200}?(?<=[\s"'])-p)(?!ort\b|lugin|rotocol)([^\s"'-][^\s"'`]*)/gi,
  ],
  [/redis-cli/i, /(\bredis-cli\b[^\n|]{0,200}?[ \t](?:-a|--pass)[ \t]{1,4}["']?)([^\s"'`]+)/gi],
  [/sshpass/i, /(\bsshpass[ \t]{1,4}-p[ \t]{0,4}["']?)([^\s"'`]+)/gi],
  [
    /login/i,
    /(\b(?:docker|podman|nerdctl|helm|oras|crane|skopeo|buildah|az|oc)\b[^\n|]{0,60}?\blogin\b[^\n|]{0,200}?[ \t]-p[ \t]{1,4}["']?)([^\s"'`]+)/gi,
  ],
  [
    /requirepass|masterauth/i,
    /((?:^|\bset[ \t]{1,4})(?:requirepass|masterauth)[ \t]{1,4}["']?)([^\s"'`]+)(?=["']?$)/gim,
  ],
  [
    /\bmachine\b/i,
    /(\bmachine[ \t]{1,4}\S{1,253}[ \t]{1,4}login[ \t]{1,4}\S{1,128}[ \t]{1,4}password[ \t]{1,4})(\S+)/gi,
  ],
  [
    /sqlplus|jdbc:oracle/i,
    /((?:\bsqlplus[ \t]{1,4}(?:-\w{1,10}[ \t]{1,4}){0,3}|\bjdbc:oracle:thin:)[\w.$-]{1,64}\/)([^\s@"'`/]{1,128})(?=@)/gi,
  ],
  [
    /identified/i,
    /(\b(?:(?:create|alter)[ \t]{1,4}(?:user|role)|grant)\b[^\n;]{0,200}?\bidentified[ \t]{1,4}(?:with[ \t]{1,4}["'`]?\w{1,64}["'`]?[ \t]{1,4})?(?:by|as)[ \t]{1,4}(?:password[ \t]{1,4}|values[ \t]{1,4})?\\{0,8}["']?)((?:''|[^\s'"\\;])(?:''|[^'"\\;\n])*)/gi,
  ],
  [
    /set[ \t]{1,4}password/i,
    /(\bset[ \t]{1,4}password(?:[ \t]{1,4}for[ \t]{1,4}[^\n=]{1,128})?[ \t]{0,4}=[ \t]{0,4}(?:password\([ \t]{0,4})?\\{0,8}["'])((?:''|[^'"\\\n])+)/gi,
  ],
  [
    /AUTH[ \t]/,
    /(\bAUTH[ \t]{1,4}(?:PLAIN|LOGIN|XOAUTH2)[ \t]{1,4})(?=[A-Za-z+/]{0,200}[\d=])([A-Za-z0-9+/]{8,}={0,2})/g,
  ],
  // A line of .pgpass: host:port:database:user:password.
  [/:/, /^((?:[\w.-]{1,253}|\*):(?:\d{4,5}|\*):(?:[A-Za-z_][\w-]{0,62}|\*):(?:[A-Za-z_][\w-]{0,62}|\*):)(\S+)$/gm],
];

export const redactCommands = (text: string, mark: Mark): string => {
  let safe = text;
  for (const [hint, pattern] of PLACES) {
    if (!hint.test(safe)) continue;
    safe = safe.replace(pattern, (all: string, before: string, password: string) =>
      isMarked(password) || /^[$%<{*]/.test(password) ? all : before + mark("password"),
    );
  }
  return safe;
};
