import { maxEventBytes } from "./cloud-event-cases.ts";
import { echoEvent } from "./echo-event.ts";

export default { fetch: async (request: Request) => Response.json(await echoEvent(request, maxEventBytes)) };
