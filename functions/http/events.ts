import type { GenericSchema } from "valibot";
import type { CloudEvent } from "../../core/cloud-event.ts";
import type { Handler, HttpContext, HttpDeps, Paths } from "./app.ts";
import { checkBody } from "./body.ts";
import { readEvent } from "./cloud-event.ts";
import { requireSigned } from "./event-signature.ts";

/** Answers a CloudEvent: empty, or with a CloudEvent. Anything else that is 2xx is delivered again. */
export type EventHandler = (event: CloudEvent, c: HttpContext) => Response | Promise<Response>;

/**
 * The event's data, checked.
 *
 * @throws {PromptError} `request_invalid` or `field_unknown`, with pointers into the data.
 */
export const checkData = <Data>(schema: GenericSchema<unknown, Data>, { data }: CloudEvent): Data =>
  checkBody(schema, data, JSON.stringify(data ?? null).length);

/** Paths to which events are posted. None is handled before its signature was checked, where there is a secret. */
export const toEventPaths = (
  handlers: Readonly<Record<string, EventHandler>>,
  { eventSecret, maxBodyBytes }: Pick<HttpDeps, "eventSecret" | "maxBodyBytes">,
): Paths => {
  const toHandler =
    (handle: EventHandler): Handler =>
    async (c) => {
      const event = await readEvent(c.req.raw, maxBodyBytes);
      if (eventSecret !== undefined) {
        await requireSigned(event, eventSecret);
        c.set("caller", { namespaces: null });
      }
      return handle(event, c);
    };
  return Object.fromEntries(Object.entries(handlers).map(([path, handle]) => [path, { POST: toHandler(handle) }]));
};
