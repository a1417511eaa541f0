/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** The server's address, with scheme and without a slash at its end; empty where the page comes from it. */
  readonly VITE_SERVER?: string
}
