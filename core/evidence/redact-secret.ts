/** A value beside a name. */
export interface Value {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** `": "` in prose may be followed by a remark instead of a value. */
  readonly prose: boolean;
  readonly quoted: boolean;
  /** Of a long value, which is judged by its beginning: where all of it ends. */
  readonly wholeEnd?: () => number;
}

/** Whether a value that stands beside a name of that kind is one to hide. */
export const isSecret = ({ text, prose, quoted }: Value, kind: string): boolean => {
  if (text === "" || text.startsWith("[redacted:") || HARMLESS.test(text) || FILE.test(text)) return false;
  const word = text.replace(/[.,;:!?)\]]{1,8}$/, "");
  if (prose && REMARK.test(word)) return false;
  if (quoted && (STATE.test(word) || COMPLAINT.test(text))) return false;
  return isSecretOfKind(text, kind, quoted);
};

const isSecretOfKind = (text: string, kind: string, quoted: boolean): boolean => {
  switch (kind) {
    case "authorization":
    case "credential":
    case "signature":
    case "assertion":
      return quoted ? text.length > 3 : (/\d/.test(text) || text.length >= 20) && !DIGITS.test(text);
    case "auth":
      return text.length >= 12 && /\d|[a-z][A-Z]|=$/.test(text) && !/[/:]/.test(text.slice(0, 8));
    case "otp":
      return /^\d{4,8}$/.test(text) || (text.length >= 8 && /\d/.test(text) && !DIGITS.test(text));
    case "code":
      return text.length >= 16;
    case "st":
      return text.length >= 16 && !/^\d{4}-/.test(text);
    case "session":
      return (
        text.length >= 12 && /\d/.test(text) && /[a-z]/i.test(text) && !/^(?:0x|S-1-|urn:|AC[0-9a-f]{32}$)/.test(text)
      );
    case "cookie":
      return text.includes("=") ? !/^\s/.test(text) : text.length >= 8 && /\d/.test(text);
    case "card":
      return /\d{3}/.test(text) && !/[a-z]{3}/.test(text);
    case "token":
    case "secret":
    case "api_key":
      // klog and logr name a Secret object so: secret="default/registry-login"
      return !/^\d{1,6}$/.test(text) && !(kind === "secret" && OBJECT.test(text));
    default:
      return true;
  }
};

/** Only what no one would write as a word: for places that need not hold a secret. */
export const looksRandom = (text: string, least = 16): boolean =>
  text.length >= least &&
  /\d/.test(text) &&
  /[A-Za-z]/.test(text) &&
  !/^[a-z0-9]{1,63}(?:[-.][a-z0-9]{1,63}){1,8}$/.test(text.replace(UUID, "u")) &&
  !/^[a-z][\w.-]{0,40}(?:[:/]|=(?!=?$))/.test(text) &&
  /^(?:[\w+/=~.!@#$%^&*-]|\\\/){1,4096}$/.test(text);

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const DIGITS = /^\d{1,12}$/;
/** `namespace/name` of a Kubernetes object. */
const OBJECT = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\/[a-z0-9][a-z0-9.-]{0,252}$/;
const FILE =
  /^(?:file:|secretsmanager:|vault:|ref\+|(?:\.{0,2}|~)\/(?:var|run|etc|home|opt|tmp|usr|mnt|data|root|proc|srv|app|secrets|dev|vault|config|keys)(?:\/|$))/;

/** What stands where a secret would, and is none. */
const HARMLESS =
  /^(?:\/|!\w{1,20}|null|nil|none|true|false|yes|no|on|off|undefined|unset|empty|n\/a|\*+|x{3,}|-+|\.{2,}|\?|\[?redacted\]?|\[?filtered\]?|\[?masked\]?|hidden|required|optional|\$\{?[\w.:-]+\}?|\$\(.*|\{[\s_.a-z-]*\}?|\{\{[\s\w.-]*\}*|%[\w()]{1,12}|<.*|\[|\{|\{["'\s].*|:[a-z_]{1,40}|@[a-z_]{1,40}|(?:os|process|System|self|this|config|env|settings|options|args)\.\w.*|[a-z]\w{0,40}\(.*)$/i;

/** Words that begin a remark after `password: ` and the like. */
const REMARK =
  /^(?:a|an|and|any|are|as|at|be|been|bad|but|by|bytes|can|can't|cannot|changed|check|checking|could|created|creating|deleted|denied|disabled|does|doesn't|does\b.*|empty|enabled|error|exists|expected|expired|expires|fail|failed|failing|failure|fetching|for|forbidden|found|from|generated|given|got|granted|has|hash|have|http|https|i|illegal|in|incorrect|insufficient|invalid|invalidated|is|issued|it|key|length|loaded|malformed|may|mismatch|missing|must|never|no|not|object|of|ok|on|only|or|out|permission|plaintext|please|policy|read|reading|received|refresh|refreshed|rejected|renewed|required|reset|revoked|rotated|rotation|rpc|secret|server|set|should|signature|str|string|success|successful|that|the|this|timeout|to|token|too|unable|unauthorized|unauthenticated|unexpected|unknown|unsupported|updated|user|using|valid|validated|validation|verification|was|we|weak|were|when|will|with|without|wrong|yes|you|your)$/i;

/** One word in quotes that says how the secret is. */
const STATE =
  /^(?:required|missing|invalid|expired|none|valid|revoked|incorrect|wrong|weak|blank|empty|short|mismatch|unauthorized|forbidden|denied|rejected|ok|success|successful|failed|failure|unknown|unset|string|bearer|basic|disabled|enabled|optional|static|dynamic|default|active|inactive|pending|rotated|refreshed|file|env)$/i;
/** `"password": "is too short"` of a form's answer. */
const COMPLAINT =
  /^(?:is|are|was|can'?t|cannot|can not|must|should|has|have|too|does|doesn'?t|not|no|may|invalid|please|field|this|the|at least|need|needs|failed|could|required|missing|expired|unable)[ \\]/i;
