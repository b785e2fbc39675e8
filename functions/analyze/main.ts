import built from "kprompt:bundle";
import openapi from "kprompt:openapi";
import { nodeConnector } from "../adapters/store/connector-node.ts";
import { runOnNode } from "../http/node.ts";
import { createCompose } from "./compose.ts";

runOnNode({ functionName: "analyze", built, openapi, compose: createCompose(nodeConnector) });
