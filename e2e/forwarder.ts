import { type Received, type Receiver, startReceiver } from "./receiver.ts";

/**
 * Stands before one or several instances and hands them what comes, in turn. One that is away is answered for with 502,
 * as Knative's ingress does.
 *
 * @param onAnswer Told of each answer that came back.
 */
export const startForwarder = (
  targets: readonly string[],
  onAnswer: (request: Received, status: number) => void = () => {},
): Promise<Receiver> => {
  let next = 0;
  return startReceiver(async (request) => {
    const target = targets[next++ % targets.length];
    try {
      const response = await fetch(`${target}${request.path}`, {
        method: request.method,
        headers: Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
          HOP_BY_HOP.has(name) || value === undefined ? [] : [[name, String(value)]],
        ),
        body: request.body === "" ? null : request.body,
        // A redirect that is followed here would hide one that a sender would stumble over.
        redirect: "manual",
      });
      const body = await response.text();
      onAnswer(request, response.status);
      const headers = Object.fromEntries([...response.headers].filter(([name]) => !HOP_BY_HOP.has(name)));
      return { status: response.status, headers, body };
    } catch {
      return { status: 502 };
    }
  });
};

const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "transfer-encoding",
]);
