/** A point in time, exact to the nanosecond: Loki's nanoseconds do not fit a JavaScript number. */
export interface Moment {
  /** Since the Unix epoch, whole. */
  readonly seconds: number;
  /** 0-999,999,999. */
  readonly nanos: number;
}

export const compareMoments = (a: Moment, b: Moment): number => a.seconds - b.seconds || a.nanos - b.nanos;

/** Reads RFC 3339 (`T` or a space, comma or point, UTC where no zone is given) or nanoseconds since the epoch as digits. */
export const parseTime = (text: string): Moment | undefined => {
  const exact = text.length === 19 ? fromNanos(text) : undefined;
  if (exact !== undefined) return exact;
  if (/^\d{16,18}$/.test(text)) return fromEpoch(text);
  const found = at(DATE_TIME, text, 0);
  return found !== null && found[0].length === text.length ? fromParts(found) : undefined;
};

/** RFC 3339 in UTC, to the millisecond where there is one. */
export const formatTime = ({ seconds, nanos }: Moment): string => {
  const days = Math.floor(seconds / 86_400);
  const rest = seconds - days * 86_400;
  const { year, month, day } = civil(days);
  const millis = Math.floor(nanos / 1e6);
  return (
    `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T` +
    `${pad(Math.floor(rest / 3600), 2)}:${pad(Math.floor(rest / 60) % 60, 2)}:${pad(rest % 60, 2)}` +
    `${millis === 0 ? "" : `.${pad(millis, 3)}`}Z`
  );
};

/** The timestamp that a line begins with, and where the rest begins; a date in the message is none. */
export interface LeadingTime {
  readonly moment: Moment | undefined;
  /** Index after the timestamp, its closing bracket and the space. */
  readonly end: number;
}

/**
 * Finds RFC 3339, `2026-11-21 02:43:03,849 UTC`, `2026/11/21 02:43:03`, klog, syslog, `21/Nov/2026:02:43:03 +0000`, a bare
 * clock time, and `ts` or `time` members of JSON and logfmt lines.
 *
 * @param latest Seconds since the epoch: stamps that have no year (klog, syslog) are of the latest year that does not put
 * them after this. Without it those give no moment.
 */
export const leadingTime = (text: string, latest?: number): LeadingTime | undefined => {
  const first = text.charCodeAt(0);
  if (first === 0x7b) return memberTime(text, JSON_TIME);

  const start = LEAD.exec(text)![0].length;
  const found = at(DATE_TIME, text, start);
  if (found !== null) return { moment: fromParts(found), end: after(text, start + found[0].length) };

  const klog = KLOG.exec(text);
  if (klog !== null) return { moment: ofLatestYear(latest, +klog[1]!, +klog[2]!, klog, 3), end: klog[0].length };

  const syslog = at(SYSLOG, text, start);
  if (syslog !== null) {
    const month = MONTHS.indexOf(syslog[1]!) / 3 + 1;
    return { moment: ofLatestYear(latest, month, +syslog[2]!, syslog, 3), end: after(text, start + syslog[0].length) };
  }
  const clock = at(CLOCK, text, start);
  if (clock !== null) return { moment: undefined, end: after(text, start + clock[0].length) };
  return memberTime(text, LOGFMT_TIME) ?? accessTime(text);
};

const LEAD = /^(?:<\d{1,3}>\d? ?)?(?:\d+ )?[[(]?/;
const DATE_TIME =
  /(\d{4})[-/](\d\d)[-/](\d\d)[T _](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?:\s?(Z|UTC|GMT)|\s?([+-])(\d\d):?(\d\d))?(?!\d)/y;
const KLOG = /^[IWEF](\d\d)(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?= )/;
const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
const SYSLOG = new RegExp(
  `(${MONTHS.match(/.../g)!.join("|")}) {1,2}(\\d{1,2}) (\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,9}))?`,
  "y",
);
const CLOCK = /\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?![\d:])/y;
const JSON_TIME =
  /"(?:ts|time|timestamp|@timestamp|@t|datetime|eventTime|asctime)"\s?:\s?(?:"([^"]{10,40})"|(\d{9,19})(\.\d{1,9})?)/;
const LOGFMT_TIME = /^(?:[\w.]{1,20}=\S{1,40} )?(?:ts|time|timestamp|t)="?((?=\d)[^"\s]{10,40}(?: [\d:.,]{8,18}Z?)?)"?/;
const ACCESS_TIME = /^[^[\]"]{3,120} \[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\]/;
const ACCESS_ISO = /^[^[\]"]{3,120} \[([^\]]{19,35})\]/;

const at = (pattern: RegExp, text: string, start: number): RegExpExecArray | null => {
  pattern.lastIndex = start;
  return pattern.exec(text);
};

const after = (text: string, end: number): number => {
  let i = end;
  while (i < text.length && "]): |".includes(text[i]!)) i++;
  return i;
};

const memberTime = (text: string, pattern: RegExp): LeadingTime | undefined => {
  const found = pattern.exec(text.length > 2000 ? text.slice(0, 2000) : text);
  if (found === null) return undefined;
  const moment =
    found[1] !== undefined
      ? /^\d+$/.test(found[1])
        ? fromEpoch(found[1])
        : parseTime(found[1])
      : fromEpoch(found[2]!, found[3]);
  return moment === undefined ? undefined : { moment, end: 0 };
};

const accessTime = (text: string): LeadingTime | undefined => {
  const found = ACCESS_TIME.exec(text);
  if (found !== null) {
    const month = MONTHS.indexOf(found[2]!);
    if (month < 0) return undefined;
    const [, day, , year, hour, minute, second, sign, zoneHours, zoneMinutes] = found;
    const zone = (sign === "-" ? -1 : 1) * (+zoneHours! * 3600 + +zoneMinutes! * 60);
    return { moment: moment(+year!, month / 3 + 1, +day!, +hour!, +minute!, +second! - zone, 0), end: 0 };
  }
  const iso = ACCESS_ISO.exec(text);
  const parsed = iso === null ? undefined : parseTime(iso[1]!);
  return parsed === undefined ? undefined : { moment: parsed, end: 0 };
};

/** Loki's own form, once for each of thousands of lines. */
const fromNanos = (digits: string): Moment | undefined => {
  let seconds = 0;
  let nanos = 0;
  for (let i = 0; i < 19; i++) {
    const digit = digits.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return undefined;
    if (i < 10) seconds = seconds * 10 + digit;
    else nanos = nanos * 10 + digit;
  }
  return { seconds, nanos };
};

/** The unit of a bare number follows from its length: 10 digits are seconds until the year 2286. */
const fromEpoch = (digits: string, fraction = ""): Moment | undefined => {
  if (digits.length < 9 || digits.length > 19 || digits.length === 11 || digits.length === 12) return undefined;
  const unit = digits.length <= 10 ? 0 : digits.length <= 14 ? 3 : digits.length <= 17 ? 6 : 9;
  const split = digits.length - unit;
  const nanos = (digits.slice(split) + fraction.slice(1)).slice(0, 9).padEnd(9, "0");
  return { seconds: Number(digits.slice(0, split)), nanos: Number(nanos) };
};

const fromParts = (found: RegExpExecArray): Moment | undefined => {
  const [, year, month, day, hour, minute, second, fraction, , sign, zoneHours, zoneMinutes] = found;
  const zone = sign === undefined ? 0 : (sign === "-" ? -1 : 1) * (+zoneHours! * 3600 + +zoneMinutes! * 60);
  return moment(+year!, +month!, +day!, +hour!, +minute!, +second! - zone, nanosOf(fraction));
};

const ofLatestYear = (
  latest: number | undefined,
  month: number,
  day: number,
  found: RegExpExecArray,
  from: number,
): Moment | undefined => {
  if (latest === undefined) return undefined;
  const { year } = civil(Math.floor(latest / 86_400));
  // Two leap days may be eight years apart.
  for (let back = 0; back <= 8; back++) {
    if (month === 2 && day === 29 && !isLeap(year - back)) continue;
    const nanos = nanosOf(found[from + 3]);
    const read = moment(year - back, month, day, +found[from]!, +found[from + 1]!, +found[from + 2]!, nanos);
    if (read === undefined || read.seconds <= latest) return read;
  }
  return undefined;
};

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const nanosOf = (fraction: string | undefined): number => Number((fraction ?? "").padEnd(9, "0"));

const moment = (
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  nanos: number,
): Moment | undefined =>
  month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59
    ? undefined
    : { seconds: daysOf(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second, nanos };

/** Days since 1970-01-01 in the Gregorian calendar, counted in eras of 400 years that begin in March. */
const daysOf = (year: number, month: number, day: number): number => {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
};

const civil = (days: number): { year: number; month: number; day: number } => {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const ofEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * ofYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: ofYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
};

const pad = (value: number, width: number): string => String(value).padStart(width, "0");
