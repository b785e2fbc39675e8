import built from "kprompt:bundle";
import openapi from "kprompt:openapi";
import { createWorker } from "../http/worker.ts";
import { compose } from "./compose.ts";

export default createWorker({ functionName: "ingest", built, openapi, compose });
