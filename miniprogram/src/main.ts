import { createSSRApp } from 'vue'

import App from './App.vue'
// #ifdef H5
import { beWithinReach } from './web/reach'
// #endif

export function createApp() {
  // #ifdef H5
  beWithinReach()
  // #endif
  return { app: createSSRApp(App) }
}
