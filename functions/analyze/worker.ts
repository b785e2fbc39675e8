import built from "kprompt:bundle";
import openapi from "kprompt:openapi";
import { workerdConnector } from "../adapters/store/connector-workerd.ts";
import { createWorker } from "../http/worker.ts";
import { createCompose } from "./compose.ts";

export default createWorker({ functionName: "analyze", built, openapi, compose: createCompose(workerdConnector) });
