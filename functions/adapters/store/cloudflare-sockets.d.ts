/** Part of workerd, without any compatibility flag: https://developers.cloudflare.com/workers/runtime-apis/tcp-sockets/ */
declare module "cloudflare:sockets" {
  interface Socket {
    readonly readable: ReadableStream<Uint8Array>;
    readonly writable: WritableStream<Uint8Array>;
    readonly opened: Promise<unknown>;
    readonly closed: Promise<void>;
    close(): Promise<void>;
  }
  export const connect: (
    address: { readonly hostname: string; readonly port: number },
    options: { readonly secureTransport: "on" | "off"; readonly allowHalfOpen: boolean },
  ) => Socket;
}
