/** Opens sockets: Node and workerd have each their own. */
export interface Connector {
  /** Whether a socket may outlive the request in which it was opened. */
  readonly lasting: boolean;
  /** Does not wait and does not throw; what is written before the socket is open is sent then. */
  connect(to: SocketTarget, on: SocketEvents): StoreSocket;
}

export interface SocketTarget {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

export interface SocketEvents {
  data(bytes: Uint8Array): void;
  /** Once, for whatever reason; also when it never opened. */
  closed(): void;
}

export interface StoreSocket {
  write(bytes: Uint8Array): void;
  /** At once. May be called twice. */
  close(): void;
}
