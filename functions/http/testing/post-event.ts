import { request } from "node:http";
import type { EventCase } from "./cloud-event-cases.ts";
import type { Echo } from "./echo-event.ts";

/** Sends lines and bytes as they are: fetch would join what is there twice. */
export const postEvent = (url: string, { headers, body }: Pick<EventCase, "headers" | "body">): Promise<Echo> =>
  new Promise((resolve, reject) => {
    const bytes = typeof body === "string" ? Buffer.from(body) : body;
    const head = [["host", new URL(url).host], ["content-length", String(bytes.length)], ...headers].flat();
    const sent = request(url, { method: "POST", headers: head }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString();
      if (response.statusCode === 200) resolve(JSON.parse(text));
      else reject(new Error(`${response.statusCode}: ${text}`));
    });
    sent.on("error", reject);
    sent.end(bytes);
  });
