import built from "kprompt:bundle";
import openapi from "kprompt:openapi";
import { runOnNode } from "../http/node.ts";
import { compose } from "./compose.ts";

runOnNode({ functionName: "ingest", built, openapi, compose });
