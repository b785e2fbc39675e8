/** Nanoseconds of a duration as Go writes it, such as `1h15m`, `1.5s` or `-3ms`; undefined where the text is none. */
export const parseGoDuration = (text: string): number | undefined => {
  if (/^[+-]?0$/.test(text)) return 0;
  const [, sign, parts] = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.exec(text) ?? [];
  if (parts === undefined) return undefined;
  const sum = [...parts.matchAll(/([\d.]+)([a-zµμ]+)/g)].reduce(
    (total, [, number = "", unit = ""]) => total + Number(number) * (NANOSECONDS[unit] ?? Number.NaN),
    0,
  );
  const nanoseconds = Math.round(sum);
  // Go counts in 64 bits: about 292 years.
  return nanoseconds < 2 ** 63 ? (sign === "-" ? -nanoseconds : nanoseconds) : undefined;
};

export const SECOND = 1e9;
export const HOUR = 3600 * SECOND;

const NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: SECOND,
  m: 60 * SECOND,
  h: HOUR,
};
