import type { Level } from "./evidence.ts";
import { rankOf } from "./level.ts";
import { HEALTH_PIECES, PHRASE_PIECES } from "./piece-table.ts";
import { createPieceFinder } from "./pieces.ts";

/** Something works, or works again. */
export const showsHealth = (text: string): boolean => {
  const line = head(text);
  return HEALTHY.test(line) && !finds(UNWELL, withoutZeros(line));
};

/**
 * A connection or a call works again, after trouble of the kind that passes. `plainly`: it says that it works again,
 * not only that it works.
 */
export const showsRecovery = (text: string, plainly = false): boolean => {
  const line = withoutZeros(head(text)).replace(LEVEL_WORD, "");
  return finds(plainly ? AGAIN : RECOVERED, line) && !UNRECOVERED.test(line);
};

/** It says by itself that it works after trouble: `sent after 2 attempts`. */
export const saysSuccess = (text: string): boolean =>
  (finds(OVERCOME, head(text)) || AFTER_TRIES.test(head(text))) && showsRecovery(text, true);
const AFTER_TRIES = /\bafter \d{1,3} (?:re-?tr(?:y|ies)|attempts?|tries)\b/i;

/** It is not over yet: the same will be tried again. */
export const retriesNext = (text: string): boolean => RETRIES.test(head(text));
/** It waits for a better time, and does not work yet. */
export const isUnfinished = (text: string): boolean => finds(UNFINISHED, head(text)) && !isSure(head(text));
const UNFINISHED =
  /\b(?:will (?:be )?retr(?:y|ied)|retrying|(?:will )?try(?:ing)? again|trying to (?:re-?)?connect|reconnecting|backing off|still (?:waiting|trying|draining)|waiting (?:for|on|until) (?!(?:new |incoming |the next )?(?:connection|request|job|work|event|task|message|client|quer|command|input|change)))/i;

/** It took longer than it should. */
export const isSlow = (text: string): boolean => SLOW.test(head(text));
const SLOW = /\btook (?:too long|a long time|\d)|\bslow\b/i;

/** Something fills, grows or falls behind. */
export const isPressure = (text: string): boolean => PRESSURE.test(withoutZeros(head(text)));
const PRESSURE =
  /\b(?:high|above|exceed(?:s|ed|ing)?|thresholds?|watermark|9\d(?:\.\d{1,3})?%|lag(?:ging|s)?|backlog|queued?|slow(?:ly)?|delay(?:ed)?|overdue|behind|exhaust\w{0,3}|dropp(?:ed|ing)|low|rate[- ]limit\w{0,3}|throttl\w{0,3}|too many|paused|waiting=[1-9])\b/i;

/** A run of tests says what came of it. */
export const isPassedRun = (text: string): boolean => RUN_PASSED.test(head(text)) && !RUN_FAILED.test(head(text));
export const isFailedRun = (text: string): boolean => RUN_FAILED.test(head(text));
const RUN_PASSED =
  /(?<=\b\d{1,6}) (?:passed|passing)\b|\b(?:BUILD SUCCESS|Tests run: \d{1,6}, Failures: 0, Errors: 0|All tests passed|unreachable=0 {1,8}failed=0|Job succeeded|BUILD SUCCESSFUL|Apply complete!|Finished (?:`?release|`?dev)|Successfully built|compiled successfully|Finished: SUCCESS|terminating with success|test result: ok)|(?:^|⏎ )(?:PASS$|ok {1,4}\t)/;
const RUN_FAILED =
  /\b[1-9]\d{0,5} (?:failed|failing|errors?)\b|BUILD FAIL|\b(?:failed|unreachable)=[1-9]|Job failed|could not compile|error\[E\d|Finished: FAILURE|--- FAIL|(?:^|⏎ )FAIL\b|Failures: [1-9]|Errors: [1-9]|test result: FAILED/;

const RETRIES =
  /\b(?:will (?:be )?retr(?:y|ied)|retrying|retry (?:in|after|#)|(?:will )?try(?:ing)? again|re-?queu(?:e|ing)|not \w{1,20} yet|reconnecting|backing off)\b/i;

/** A word of trouble that no class knows: too little for a class, too much for all quiet. */
export const soundsWrong = (text: string, level: Level): boolean => {
  const line = withoutZeros(head(text));
  if (isSurelyHarmless(line)) return false;
  if (finds(CONCERN, line)) return !showsRecovery(line, true);
  if (isHarmless(line)) return false;
  if (finds(OVERCOME, line) && level !== "unknown") return false;
  return finds(level === "unknown" ? WRONG_UNTOLD : WRONG, line);
};

/** It sounds bad and breaks nothing: scanners, clients that left, notices of deprecation, an orderly end, a new try. */
export const isHarmless = (text: string): boolean => {
  const line = head(text);
  return isSure(line) || ((finds(HARMLESS, line) || finds(ADVICE, line)) && !finds(CONCERN, line));
};

/** Calmly told, and trouble all the same. */
export const isConcern = (text: string): boolean => finds(CONCERN, head(text));

/** Whatever it quotes. */
export const isSurelyHarmless = (text: string): boolean => isSure(head(text));

const isSure = (line: string): boolean => finds(SURELY, line) || METRIC.test(line);

/** It says that what was wrong is over, or that nothing was. */
export const isOvercome = (text: string): boolean => finds(OVERCOME, text);

const head = (text: string): string => (text.length > 1000 ? text.slice(0, 1000) : text);

export const isCalm = (level: Level): boolean => rankOf(level) <= rankOf("info");

/** Without counts of nothing: their words are no sign. */
export const withoutZeros = (text: string): string => {
  if (bared.text !== text) bared = { text, rest: bareOf(text) };
  return bared.rest;
};
let bared = { text: "", rest: "" };

const bareOf = (text: string): string => {
  const rest = canHold(ZERO, text) && MAYBE_ZERO.test(text) ? text.replace(ZERO, "") : text;
  return canHold(SETTING, rest) && MAYBE_SET.test(rest) && NAMES_SETTING.test(rest) ? rest.replace(SETTING, "") : rest;
};

const MAYBE_ZERO = /\b(?:0|no|zero|without) |[=:] ?["']?(?:0|none|null|nil|false|<nil>|""|''|\[\]|\{\})/i;
const ZERO =
  /\b(?:0|no|zero|without(?: any)?) (?:\w{1,16} ){0,3}(?:errors?|failures?|failed|exceptions?|warnings?|timeouts?|restarts?|retries|panics?|issues?|problems?|conflicts?|leaks?|corruption|deadlocks?|evictions?|lost|dropped|unreachable|offline|unhealthy|degraded|down)\b|(?:errors?|failures?|failed|fail|exceptions?|timeouts?|retries|restarts?|panics?|err|oom_kills?|unreachable|dropped|lost|rejected|denied|ignored|rescued)(?:_?(?:count|total))?["']?[=:] ?["']?(?:0|none|null|nil|false|no\b[^,;]{0,30}|<nil>|""|''|\[\]|\{\})(?![\w.])["']?/gi;

/** What is set, not what happened: `onError:drop`, `retry_timeout=30s`, `crash_handler=enabled`. */
const MAYBE_SET = /(?:error|fail|panic|crash|timeout|retr|conflict|oom|evict|expir|deny|reject)\w{0,20}["']?[=:]/i;
/** What every setting below holds: its keyword is found before what stands in front of it is looked at. */
const NAMES_SETTING =
  /(?:timeout|retry|retries|backoff|expiry|expiration)[\w-]{0,20}["']?[=:]|(?:error|fail|panic|crash|conflict|oom|evict|deny|reject)\w{0,6}[._-]?(?:report|handl|page|tracking|policy|threshold|detection|over|fast|safe|log|webhook|mode|enabled)|\bon[._-]?(?:error|fail|conflict|panic)|\b(?:max|panic[._-]?on|exit[._-]?on|fail[._-]?on|log|show|report)[._-]?(?:error|fail|crash|retr|conflict)/i;
const SETTING =
  /(?<![\w.-])[\w.-]{0,40}(?:timeout|retry|retries|backoff|expiry|expiration)[\w-]{0,20}["']?[=:] ?["']?(?:\d{1,9}(?:\.\d{1,3})?(?:ms|s|m|h|d)?|true|false|on|off)\b(?![.:])["']?|(?<![\w.-])(?:[\w.-]{1,40}[._-]?)?(?:error|fail|panic|crash|conflict|oom|evict|deny|reject)\w{0,6}[._-]?(?:report\w{0,5}|handl\w{2,5}|pages?|tracking|policy|threshold|detection|over|fast|safe|log(?:ging|s)?|webhook|mode|enabled)(?:[._-]?enabled)?["']?[=:] ?["']?\w{1,20}|\bon[._-]?(?:error|fail\w{0,4}|conflict|panic)["']?[=:] ?["']?\w{1,20}|\b(?:max|panic[._-]?on|exit[._-]?on|fail[._-]?on|log|show|report)[._-]?(?:error|fail|crash|retr|conflict)\w{0,6}["']?[=:] ?["']?\w{1,12}/gi;

const UNWELL =
  /\bnot (?:ready|healthy|connected|started|ok)\b|\bun(?:healthy|ready|available)\b|\bfail(?:ed|ure|ing)\b(?![=:]\s?0)/i;

/** Not as a part of a name: `error-pages`, `/errors`. */
const WRONG =
  /(?<![\w./-])(?:failed|failure|error:|exception|panic(?:ked)?|crash(?:ed)?|corrupt(?:ed|ion)?|fatal)(?![\w/-])/i;
const WRONG_UNTOLD =
  /(?<![\w./-])(?:errors?|fail(?:ed|ure|s)?|exception|died|killed|crash(?:ed|ing)?|abort(?:ed|ing)?|fatal|panic|refused|denied|unable|cannot|can't|could not|couldn't|lost|corrupt(?:ed|ion)?|time(?:d )?out|unreachable|invalid|missing|unexpected(?:ly)?|stuck|hung|degraded|down)(?![\w/-])/i;

/** What would be better, what is off, what a default stands in for. */
const ADVICE =
  /\b(?:may (?:be|cause|result|not|lead)|might|would|will result in|in case of|consider|clean(?:ing)? ?up\b|please (?:ensure|see|use|set|review)|ensure that|if you (?:are|experience|want|need|do)|recommended|by default|is (?:not enabled|disabled|self[- ]signed|only available|expected)|stability problems|empty password|no [\w -]{1,40} (?:specified|configured|provided|defined)|no (?:files|matches|entries|updates?|changes|work)\b|not (?:enabled|configured|in use)|already (?:installed|exists?|running|present|initiali[sz]ed)|as intended|has no effect|disabled|tracking is off|to (?:disable|suppress|silence) this)\b/i;

/** Trouble that is told calmly: what is behind, stuck, empty, or half done. */
const CONCERN =
  /\b(?:degraded|DegradedArray|falling behind|lagging|out of sync|shrinking ISR|stuck|stalled|hung|unresponsive|not responding|stopped (?:posting|responding)|hasn't been updated|pre-candidate|lock waits?|held for a long time|(?:file|database) is locked|PartiallyFailed|partially failed|(?:is|was) empty|unreadable|uncorrect\w{1,5}|reallocated|mode ERR|SERVFAIL|poll timeout has expired|failed to start|could not start|gave up|giving up|no longer (?:reachable|available|responding)|not ready\b.{0,40}\b5\d\d|will be restarted|must be vacuumed|HEALTH_(?:ERR|WARN)|is not (?:yet )?(?:ready|healthy|available|reachable|running)|not healthy enough|still waiting for \w{0,40}(?:lock|transaction|connection)|watermark .{0,20}exceeded|ha(?:s|ve) not run|not mounted|no heartbeat|is (?:down|offline|dead)|(\d{1,6})\/\1 [\w ]{0,30}in use|longer than (?:its|the|expected|allowed)|lease (?:expired|lost)|battery is low|no selectable|no [\w ]{1,30} (?:received|seen|heard)\b.{0,60}\b(?:in|for) (?:the last )?\d{1,6}|(?:answered|returned|responded(?: with)?|replied|got(?: status)?) (?:HTTP )?(?:40[13]|429|5\d\d)|(?:state|status|health|phase)["']?[:=]{1,2} ?["']?(?:unreachable|offline|down|failed|unhealthy|lost|dead|errored|stale)|expires? (?:soon|in)|days_left["=: ]{1,3}\d\b|(?:Node)?NotReady|TaintManagerEviction)\b|\b0 (?:bytes|rows|records|files) (?:written|uploaded|dumped|backed up)|0 files, 0 bytes|(?<![="])exit(?:ed|ing)?(?: with)? (?:code|status) (?!0\b)\d|to \[RED\]|\(exit status [1-9]/i;

/** Told to stop, or stopping as asked. */
export const isShutdown = (text: string): boolean => SHUTDOWN.test(head(text));

/** What an orderly end does to connections and workers. */
export const isOrderlyEnd = (text: string): boolean => ENDS.test(head(text));

const SHUTDOWN =
  /\b(?:shutting down|shut ?down (?:requested|initiated|in progress|signal|sequence)|(?:fast|smart|graceful) shutdown|(?:starting|begin\w{0,4}|commencing) (?:graceful )?(?:shutdown|drain)|SIGTERM|SIGINT|SIGQUIT|signal 15|draining|terminat(?:e|ion) (?:signal|requested)|stopping (?:server|service|gracefully|the )|Stopped [\w.@-]{1,60}\.service)\b/i;
const ENDS =
  /\b(?:terminat\w{1,4}|clos(?:ed|ing)|cancel\w{1,6}|reset|EOF|refused|abort\w{1,3}|disconnect\w{0,4}|exit\w{0,3}|stopp\w{1,3}|shut\w{0,4}|drain\w{0,4}|unavailable|not ready|interrupted)\b/i;

const OVERCOME =
  /\b(?:succeeded|successful(?:ly)?|recovered|resumed|re-?connected|re-?established|resolved|restored|no longer (?:failing|unhealthy|down|unavailable|under)|is (?:now )?(?:healthy|ready)|healthy again|back online|gracefully|completed|PASS(?:ED)?|(?<!not |un|dis)connected to|to (?:CLOSED|HALF_OPEN|healthy|ready|up|online|active|GREEN))\b(?! (?:not|with errors?))/i;

const RECOVERED =
  /\b(?:re-?connected|re-?established|re-?joined|recovered|recovery (?:complete|successful)|restored|succe(?:eded|ss)(?:ful(?:ly)?)?|healthy again|is (?:now )?(?:healthy|ready|up|reachable|online)|(?:now|became|becomes|become) (?:healthy|ready|available|reachable)|back (?:online|up|to normal)|resumed|resuming|resolved|cleared|connected (?:to|after)|connected\b|connection (?:is )?(?:established|restored|ok)|established|ready to (?:accept|serve|receive)|ready for connections|ACCEPTING_TRAFFIC|status (?:is |changed to )?(?:healthy|ready|ok)|(?:state(?: changed)?|from \w{3,12}) to CLOSED|state(?:=| is )closed|elected|caught up|committed|ok on|(?<!not )reachable|acquired (?:the )?(?:lease|lock|leadership)|expanding ISR|ISR updated|(?:started|starting) streaming|certified|in sync|processed successfully|is ready|synced|(?:pod\/\S{1,80}|successfully) evicted|(?:re)?synchroni[sz]ation .{0,80}(?:accepted|complete|success\w{0,6})|circuit closed|resubscribed)\b|SuccessfulDelete|Deleted pod/i;
/** What says by itself that there was trouble, and that it is over. */
const AGAIN =
  /\b(?:re-?connected|re-?established|re-?joined|recovered|restored|again|after (?:\d+|one|two|three|several|a few|\w{1,8}) (?:re-?tr(?:y|ies)|attempts?|tries|failures?)|on (?:attempt|retry|try) \d|attempt[= :]{1,2}\d|(?:attempt|retry|try) \d{1,3} (?:succeeded|ok|of)|back (?:online|up|to normal)|no longer|resolved|cleared|resum(?:ed|ing)|on redelivery|on (?:the )?(?:second|third|fourth|next|\d(?:nd|rd|th)) (?:try|attempt)|retr(?:y|ies) (?:succeeded|ok|successful)|succeeded (?:on|at|after|in) (?:the )?(?:retry|attempt|\d)|(?:after|at|on) retry|caught up|(?:state(?: changed)?|from \w{3,12}) to CLOSED|is (?:now )?healthy|is now (?:ready|up|reachable|online|available)|became (?:healthy|ready|available))\b/i;
const LEVEL_WORD = /\b(?:ERROR|ERR|WARN(?:ING)?)\b/g;
const UNRECOVERED =
  /\b(?:not|never|fail(?:ed|ure)?|unable|could ?n[o']t|cannot|can't|error)\b|reconnecting|trying|waiting/i;

const HEALTHY =
  /\b(?:started|starting|listening|serving|ready|healthy|succeeded|success(?:ful(?:ly)?)?|completed?|finished|done|synced|in sync|up[- ]to[- ]date|no changes?|connected|established|accepted|accepting|saved|created|updated|applied|configured|renewed|issued|reconciled|reconciliation|loaded|elected|acquired|registered|passed|PASS|heartbeat|alive|ok|graceful(?:ly)?|shutting down|shut ?down|stopp(?:ed|ing)|shutdown complete|exit(?:ed|ing)?(?: with)? (?:code|status) 0|scheduled|pulled|(?:0|no) errors?|skipping|unchanged|vacuum|analy[sz]e|compact(?:ed|ion)|recycled|Pause Young|Concurrent (?:Mark )?Cycle|GC\(|processed|processing|executing|running|enabled|initiali[sz]ed|scaled|rotated|flushed|deleted|deleting|NOERROR|succeeds|pruned|detached|rebalance|stabilized|banned?|joined|left|drained|cordoned|uncordoned|NOTICE|(?:enabl|load|add|creat|apply|connect|listen|initiali[sz]|register|restor|check|scann|sync|build|download|import|publish|subscrib|watch|pull|sav|writ|migrat|expand|assign|comput|schedul|refresh|optimi[sz]|clean|remov|prun|sweep|rotat|evaluat)ing|(?:add|remov|clean|open|clos|download|import|export|publish|subscrib|install|upload|rebuil|expand|attach|mount|bound|assign|receiv|sent|stor|archiv|refresh|promot|replac|evaluat|terminat)(?:ed|ned|t)?|succeeding|online|running|live|announc\w{2,4}|withdraw\w{0,4}|up to date|heartbeats?|disconnected)\b|[" ](?:200|201|202|204|206|301|302|304)(?:[ ,}]|$)|statusCode["=:]+2\d\d|status["=: ]{1,3}2\d\d\b|checkpoint complete|SIGTERM|\bcode=0\b|without error/i;

/** A metric as it is scraped. */
const METRIC = /^# (?:HELP|TYPE) |^[a-z_:][\w:]{2,100}(?:\{[^}]{0,300}\})? [\d.e+-]{1,20}(?: \d{13})?$/i;

/** Notices, scanners, clients that left. */
const SURELY =
  /\b(?:cached|reply|config|result|query) \S{1,200} is (?:NXDOMAIN|NODATA)|cache(?:: key is missing| miss\b)|required revision has been compacted|NOQUEUE: reject|Relay access denied|hostname \S{1,120} does not resolve to address|lost connection after (?:AUTH|CONNECT|EHLO|HELO|STARTTLS)|\S~?\/\d: SSL handshake failure|<BADREQ>|(?:dis)?connect from unknown\[|\[AuthFailure\]|failed authentication attempt for \S{1,60} from|(?:log ?in (?:attempt )?failed|failed log ?in|password is incorrect)[^"]{0,60}\b(?:ip\b|rhost|from )|invalid authentication from|HINFO: read udp|Stats initialization may not have completed|Connection (?:closed|reset) by \S{1,60} port \d|(?:failure|password) for (?:root|admin|invalid user \S{1,40}) from|(?:Failed|failed) to accept connection|no matching (?:host key|key exchange|cipher)|kex_exchange_identification|Did not receive identification|239\.255\.255\.250|224\.0\.0\.251|ff02::fb\b|Reset failed state|out[- ]of[- ]order samples?|\bnpm warn deprecated|\b(?:is|are|was|been) deprecated\b(?!.{0,60}(?:unavailable in|removed))|DeprecationWarning|\[DEP\d+\]|Deprecat(?:ed|ion) (?:notice|warning)|favicon\.ico|robots\.txt|apple-touch-icon|wp-(?:login|admin|includes|content)|phpmyadmin|xmlrpc\.php|\/\.(?:env|git|aws)\b|cgi-bin|\/(?:vendor\/phpunit|boaform|solr\/admin|owa\/auth|HNAP1)\b|[Ii]nvalid user \S{1,40} from|\[preauth\]|\bBan(?:ned)? \d|client (?:closed|disconnected|went away|aborted|canceled|cancelled|hung up)|(?:aborted|closed|canceled|cancelled|disconnected|dropped) (?:by|from) (?:the )?client|client prematurely closed|status["=: ]{1,3}499\b|(?:receive data|EOF|read|disconnect\w{0,5}|reset).{0,20} (?:from|on|by) client\b|data to client|ClientAbortException|left the game|lost connection: Disconnected|illegal reflective access|Greylist|IN [^"]{1,200}" NXDOMAIN|reply \S{1,200} is NXDOMAIN|Received disconnect from|(?:by|from) authenticating user|http: Server closed|use of closed network connection|watch (?:closed|of .{0,60} ended|channel closed)|too old resource version|event bookmark expired|client-side throttling, not priority|Throttling request took|the object has been modified|Operation cannot be fulfilled|host is stopping|TLS handshake error from .{0,60}(?:: EOF|first record does not look|unsupported SSLv2|offered only unsupported|HTTP request to an HTTPS)|\bNot Found: \/|Invalid method in request|has not been tested by|operation was cancel/i;

const HARMLESS =
  /\bdeprecat(?:ed|ion)\b(?!.{0,60}(?:unavailable|removed))|context canceled|(?:received|caught|got|signal|on) (?:signal )?(?:SIGTERM|SIGINT|SIGHUP|SIGQUIT|15)|shutting down|shutdown (?:requested|initiated|in progress)|graceful|stopping|draining|terminated by user|will (?:be )?retr(?:y|ied)|retrying|will try again|requeued?\b|experimental|not recommended|insecure|(?:no|not) .{0,30}(?:swap|telemetry)|using default|falling back to|fallback to|defaulting to|overcommit_memory|Transparent Huge Pages|(?:optional|ignored|ignoring|skipped|skipping|non-fatal|harmless|expected)\b|cache miss|newer version|new version|update available|unused\b|could not find .{0,30}sourcemap|access forbidden by rule|bad request (?:syntax|version)|not found or unable to stat/i;

/** Each pattern with the pieces of what it finds. */
export const GUARDED = [
  [SURELY, HEALTH_PIECES.surely],
  [HARMLESS, HEALTH_PIECES.harmless],
  [ADVICE, HEALTH_PIECES.advice],
  [CONCERN, HEALTH_PIECES.concern],
  [ZERO, HEALTH_PIECES.zero],
  [SETTING, HEALTH_PIECES.setting],
  [WRONG, HEALTH_PIECES.wrong],
  [WRONG_UNTOLD, HEALTH_PIECES.wrong_untold],
  [OVERCOME, HEALTH_PIECES.overcome],
  [RECOVERED, HEALTH_PIECES.recovered],
  [AGAIN, HEALTH_PIECES.again],
  [UNWELL, HEALTH_PIECES.unwell],
  [UNFINISHED, HEALTH_PIECES.unfinished],
] as const;
const NUMBERS: ReadonlyMap<RegExp, number> = new Map(GUARDED.map(([pattern], i) => [pattern, i]));
/** One look at a line is for the phrases of trouble as well: both are asked for one after the other. */
const findPieces = createPieceFinder([...GUARDED.map(([, pieces]) => pieces), ...PHRASE_PIECES]);

/** Several patterns are tried on one line, one after the other. */
let looked: { readonly line: string; readonly hits: Uint8Array } = { line: "", hits: new Uint8Array() };
const look = (line: string): Uint8Array => {
  if (looked.line !== line) looked = { line, hits: findPieces(line) };
  return looked.hits;
};
const canHold = (pattern: RegExp, line: string): boolean => look(line)[NUMBERS.get(pattern)!] === 1;

/** 1 where a line has a piece of a phrase, behind as many others as `GUARDED` has. Read it before the next question. */
export const phrasePieces = (line: string): Uint8Array => look(line);
const finds = (pattern: RegExp, line: string): boolean => canHold(pattern, line) && pattern.test(line);
