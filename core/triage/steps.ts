/** Why a recommended step is not passed on. */
export type StepFault = "unsafe" | "destructive";

/**
 * What is wrong with a step that people will copy into a shell. `unsafe`: it runs what it fetches or decodes, carries an
 * address or an encoded blob, or sends data away. `destructive`: it deletes what cannot be had back. Neither list can be
 * complete; a step has to be read by whoever runs it.
 */
export const faultOf = (step: string): StepFault | undefined => {
  // `c\url`, `cu''rl` and `cu""rl` are curl to a shell.
  const plain = step.replace(/\\(?=\S)|''|""|\$\{?IFS\}?/g, "").replace(/[‹›]/g, "<");
  const has = (pattern: RegExp): boolean => pattern.test(plain);
  if (UNSAFE.some(has) || hasBlob(plain)) return "unsafe";
  return DESTRUCTIVE.some(has) ? "destructive" : undefined;
};

const SHELL = "(?:(?:ba|z|k|da|a|c|tc|fi|pw)?sh|powershell)(?:\\.exe)?(?![\\w.-])";
/** What may stand between a pipe and the program: `sudo -u root env A=1 /usr/bin/`. */
const BEFORE =
  "(?:(?:\\S{0,60}\\/)?(?:sudo|doas|env|exec|nohup|time|busybox|command|nice|xargs)\\s+(?:-\\S+\\s+|\\w+=\\S*\\s+)*)*(?:\\S{0,60}\\/)?";
const FETCH = "\\b(?:curl|wget|aria2c|lynx|iwr|irm|invoke-webrequest|invoke-restmethod|certutil|bitsadmin)\\b";

const UNSAFE: readonly RegExp[] = [
  // An address of any scheme, also one that was taken apart.
  /[a-z0-9]\[?:\]?\/\/|\b(?:data|javascript):[a-z]|\bhxxps?\b|\bwww(?:\[\.\]|\.)[a-z0-9]/i,
  // A pipe or a substitution into an interpreter.
  new RegExp(`\\|&?\\s*${BEFORE}${SHELL}`, "i"),
  new RegExp(`\\|&?\\s*${BEFORE}(?:python[\\d.]*|perl|ruby|node|php)\\s*-?\\s*(?:$|[;&|"')])`, "i"),
  /\|&?\s*(?:iex|invoke-expression|source|\.)(?:\s|$)/i,
  /\|[^|]*\b(?:kubectl|docker|podman|nsenter|ssh|chroot)\b[^|]*\b(?:ba|da|z|a)?sh(?:\s+-s?)?\s*["']?$/i,
  new RegExp(`(?:${SHELL}|\\bsource|(?:^|\\s)\\.|\\beval)\\s+(?:-\\w+\\s+)*["']?(?:<\\(|\\$\\(|\`|<<<)`, "i"),
  new RegExp(`<\\(\\s*${FETCH}`, "i"),
  /(?:^|[;&|(`"']\s*)eval\s|\beval\s*[("'`$]/i,
  // Fetched and then run; or what a command prints is sent along.
  new RegExp(
    `${FETCH}.*(?:[;&|]|\\bthen\\b).*(?:\\bchmod\\s+\\S*[+x75]|(?:^|[\\s;&|])(?:${SHELL}\\s|\\.\\/|source\\s))`,
    "i",
  ),
  new RegExp(
    `${FETCH}.*(?:\\$\\(|\`|\\s(?:-d|-F|--data\\S*|--form\\S*)[\\s=]*["']?\\S*[@<]|\\s(?:--upload-file|--post-(?:file|data))[\\s=])|\\bcurl\\b.*\\s-T\\s`,
    "i",
  ),
  /\bcertutil\b.*-urlcache|\bbitsadmin\b.*\/transfer|\b(?:mshta|regsvr32)\b|\bdownload(?:string|file)\s*\(/i,
  // Code in an argument.
  /\b(?:powershell|pwsh)(?:\.exe)?\b.*\s-e(?:nc?|ncodedcommand)?(?:\s|$)/i,
  /\b(?:iex|invoke-expression)\s*[("'$]/i,
  /\b(?:python[\d.]*|perl|ruby|node|php)\b.{0,200}\s-(?:c|e|r|m?e)\b.{0,200}(?:urllib|requests|socket|http|urlopen|subprocess|child_process|os\.system|popen|\bexec\b|\beval\b|__import__|net\b)/i,
  /\/dev\/(?:tcp|udp)\//i,
  /\b(?:nc|ncat|netcat)\b.*\s-\w*[ec]\s|\bsocat\b.*\bexec:|\bmkfifo\b.*\|/i,
  // What is decoded comes out of the step itself.
  /\b(?:echo|printf)\b[^|]*\|\s*(?:base64|base32|xxd|openssl\s+(?:base64|enc))\b|\b(?:base64|base32|xxd)\b[^|]*<<</i,
];

const DESTRUCTIVE: readonly RegExp[] = [
  /\brm\s+(?:-\S+\s+)*(?:-[a-z]*r[a-z]*|--recursive)\b/i,
  /\brm\s+(?:-\S+\s+)*["']?(?:\/|~|\*)["']?(?:\s|$)|--no-preserve-root/i,
  /\bkubectl\b.*\bdelete\b.*(?:\s(?:ns|namespaces?|pvc?|persistentvolume(?:claim)?s?|crds?|customresourcedefinitions?|nodes?|all)(?=[\s/,.]|$)|\s--all\b|\s-A\b|--all-namespaces)/i,
  /\b(?:helm\s+(?:uninstall|delete)|flux\s+uninstall|(?:terraform|tofu|pulumi)\s+destroy|kubeadm\s+reset|k3s(?:-agent)?-uninstall|vcluster\s+delete)\b/i,
  /\b(?:mkfs|mke2fs|wipefs|blkdiscard|shred|sgdisk|mkswap)\b|\bparted\b.*\bmklabel\b/i,
  /\bdd\b.*\bof=\/dev\/|>\s*\/dev\/(?:sd|nvme|vd|xvd|disk|mapper|mmcblk)/i,
  /\b(?:lvremove|vgremove|pvremove|zpool\s+destroy|zfs\s+destroy|btrfs\s+subvolume\s+delete|rbd\s+rm|ceph\s+osd\s+(?:purge|destroy))\b/i,
  /\bdrop\s+(?:database|schema|table|keyspace|index|collection|user|role|tablespace)\b|\bdropdb\b|\bdropDatabase\b|\btruncate\s+(?:table\b|(?!-)\w+\s*;)/i,
  /\bdelete\s+from\s+[\w."]+\s*(?:;|["']|$)/i,
  /\bflush(?:all|db)\b|\betcdctl\b.*\bdel\b|\bpg_reset(?:wal|xlog)\b|\brabbitmqctl\s+(?:force_)?reset\b|\bkafka-topics\b.*--delete\b/i,
  /\b(?:docker|podman|nerdctl)\s+(?:volume\s+(?:rm|prune)|system\s+(?:reset|prune\b.*--volumes))/i,
  /\bfind\b.*\s(?:-delete\b|-exec\s+(?:\S*\/)?rm\b)|\|\s*xargs\s+(?:-\S+\s+)*(?:\S*\/)?rm\b/i,
  /\baws\s+s3\s+(?:rb\b|rm\b.{0,200}--recursive)|\b(?:gsutil|rclone)\b.{0,200}\s(?:rm\s{1,20}-r|purge)\b|\bcurl\b.*(?:-X\s*|--request[\s=]+)["']?delete\b/i,
  /\bch(?:mod|own)\s+(?:-\S+\s+)*(?:-R|--recursive)\b.*\s\/(?:\s|$)|\bkill\s+-(?:9|KILL)\s+-1\b|\biptables\s+(?:-t\s+\w+\s+)?(?:-F|--flush)|\bnft\s+flush\s+ruleset/i,
  /:\s*\(\s*\)\s*\{\s*:\s*\|/,
];

const RUN = /[A-Za-z0-9+/_-]{32,}={0,2}|[A-Za-z0-9+/]{16,}={1,2}(?![\w=])/g;

/** Base64 mixes cases and digits; names, paths, hashes and UUIDs do not, or have their separators. */
const hasBlob = (text: string): boolean =>
  (text.match(RUN) ?? []).some((run) => {
    const separators = run.match(/[/_-]/g)?.length ?? 0;
    const mixed = /[a-z]/.test(run) && /[A-Z]/.test(run) && (/[0-9]/.test(run) || /={1,2}$/.test(run));
    return mixed && separators * 10 <= run.length;
  });
