import { createHmac, timingSafeEqual } from "node:crypto";
import * as v from "valibot";
import { NotificationSchema } from "../../../notify/payload.ts";
import { type Answer, type Asked, refuse, requireJson } from "./strict.ts";

/** Checks a signature as docs/notifications.md shows it. */
export const answerWebhook =
  (secret: string, nowSeconds: number) =>
  ({ headers, body }: Asked): Answer => {
    const timestamp = headers["x-kprompt-timestamp"] ?? "";
    const given = Buffer.from(headers["x-kprompt-signature"] ?? "");
    const expected = Buffer.from(`sha256=${createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex")}`);
    const genuine = given.length === expected.length && timingSafeEqual(given, expected);
    if (!genuine || Math.abs(nowSeconds - Number(timestamp)) > 300) return refuse(401, "signature");
    if (!headers["idempotency-key"]) return refuse(400, "idempotency-key");
    const payload = requireJson(headers, body);
    return v.safeParse(NotificationSchema, payload).success ? { status: 204, text: "" } : refuse(422, "schema");
  };
