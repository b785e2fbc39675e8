/** The number that a Kubernetes quantity stands for, such as `192Mi` or `100m`; undefined where the text is none. */
export const parseQuantity = (quantity: unknown): number | undefined => {
  if (typeof quantity === "number") return Number.isFinite(quantity) ? quantity : undefined;
  if (typeof quantity !== "string") return undefined;
  const [, number, exponent, suffix = ""] =
    /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d{1,3})|([numkMGTPE]|[KMGTPE]i))?$/.exec(quantity) ?? [];
  if (number === undefined) return undefined;
  return exponent === undefined ? Number(number) * (FACTORS[suffix] ?? 1) : Number(`${Number(number)}e${exponent}`);
};

const FACTORS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
