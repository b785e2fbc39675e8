import * as v from "valibot";
import { Counts } from "../http/reply.ts";

/** Answer to Alertmanager and Grafana, which do not read it; alerts that a body holds twice count once. */
export const IngestReplySchema = v.strictObject({
  accepted: Counts,
  /** What the broker will never take; the log names each by its id. */
  rejected: Counts,
});
