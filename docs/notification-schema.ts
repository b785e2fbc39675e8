import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { toJsonSchema } from "@valibot/to-json-schema";
import { NotificationSchema } from "../functions/notify/payload.ts";

/** `schemas/notification.1.json`: the body of a webhook, as JSON Schema. */
export const notificationSchema = (): object => ({
  ...toJsonSchema(NotificationSchema, { target: "draft-2020-12", typeMode: "output", errorMode: "ignore" }),
  title: "kprompt notification 1",
});

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = fileURLToPath(new URL("schemas/notification.1.json", import.meta.url));
  writeFileSync(path, `${JSON.stringify(notificationSchema(), null, 2)}\n`);
}
