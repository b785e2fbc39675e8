import { type Answer, type Asked, refuse, requireJson } from "./strict.ts";

/** ntfy: JSON goes to the root, in at most twice the message limit; a longer message would become a file (server/server.go). */
export const answerNtfy = ({ path, headers, body }: Asked): Answer => {
  if (path !== "/") return refuse(404, '{"code":40401}');
  if (headers.authorization !== undefined && headers.authorization !== "Bearer tk_0123456789") {
    return refuse(401, '{"code":40101}');
  }
  if (bytes(body) > 8192) return refuse(413, '{"code":41301}');
  const payload = requireJson(headers, body);
  if (payload === undefined) return refuse(400, '{"code":40024}');
  const { topic, title, message, priority, tags, ...more } = payload;
  if (typeof topic !== "string" || !/^[-_A-Za-z0-9]{1,64}$/.test(topic)) return refuse(400, '{"code":40009}');
  if (typeof priority !== "number" || ![1, 2, 3, 4, 5].includes(priority)) return refuse(400, '{"code":40007}');
  if (!Array.isArray(tags) || typeof title !== "string" || bytes(title) > 250) return refuse(400, '{"code":40024}');
  // An action, an address to open, a mail or a call would be a stranger's.
  if (Object.keys(more).length > 0) return refuse(400, '{"code":40018}');
  if (typeof message !== "string" || message === "" || bytes(message) > 4096) return refuse(413, "became a file");
  return { status: 200, text: '{"id":"x"}' };
};

const bytes = (text: string): number => new TextEncoder().encode(text).length;
