/** A request as a receiver sees it; names of headers in lower case. */
export interface Asked {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const refuse = (status: number, text: string): Answer => ({ status, text });

/** The object that a body is; undefined: it is not sent as JSON, is none, or holds half of a surrogate pair. */
export const requireJson = (headers: Asked["headers"], body: string): Readonly<Record<string, unknown>> | undefined => {
  if (!/^application\/json(?:;|$)/.test(headers["content-type"] ?? "")) return undefined;
  try {
    const value: unknown = JSON.parse(body, (_, one: unknown) => {
      if (typeof one === "string" && !one.isWellFormed()) throw new Error("half a surrogate pair");
      return one;
    });
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
};

export const characters = (text: string): number => [...text].length;
