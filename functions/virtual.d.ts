/** Modules that build.mjs writes into each function's file. Only main.ts and worker.ts import them. */
declare module "kprompt:bundle" {
  const built: import("../core/prompt/bundle.ts").BuiltBundle;
  export default built;
}

declare module "kprompt:openapi" {
  const document: object;
  export default document;
}
