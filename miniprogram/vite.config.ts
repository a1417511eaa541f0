import path from 'node:path'

import uni from '@dcloudio/vite-plugin-uni'
import { defineConfig } from 'vite'

/** WXSS knows no `:root`; there the page itself carries the tokens. */
const rootIsPage = {
  postcssPlugin: 'root-is-page',
  Rule(rule: { selector: string }) {
    if (process.env.UNI_PLATFORM === 'mp-weixin') rule.selector = rule.selector.replace(/:root/g, 'page')
  },
}

/** uni-app's own style asks a CDN for a shadow under its title bar: nothing may leave for a third party. */
const ownServerOnly = {
  postcssPlugin: 'own-server-only',
  Declaration(declaration: { value: string; remove(): void }) {
    if (/url\(["']?https?:/.test(declaration.value)) declaration.remove()
  },
}

export default defineConfig({
  plugins: [uni()],
  css: { postcss: { plugins: [rootIsPage, ownServerOnly] } },
  resolve: { alias: { '@': path.resolve(__dirname, 'src') } },
})
