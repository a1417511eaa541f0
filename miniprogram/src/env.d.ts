/// <reference types="vite/client" />

declare module '*.vue' {
  import type { DefineComponent } from 'vue'

  const component: DefineComponent
  export default component
}

interface ImportMetaEnv {
  /** The server's address, with scheme and without a slash at its end; empty where the page comes from it. */
  readonly VITE_SERVER?: string
}
