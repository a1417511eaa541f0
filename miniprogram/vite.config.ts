import path from 'node:path'

import uni from '@dcloudio/vite-plugin-uni'
import { defineConfig, type HtmlTagDescriptor, type IndexHtmlTransformContext } from 'vite'

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

/** What a visit begins with: home, or the log-in it leads to. */
const FIRST = /^assets\/pages-(home|login)-index\./

/** On a slow network each step costs a round trip: the page names what its first steps need, so that all comes at once. */
const firstPages = {
  name: 'first-pages',
  transformIndexHtml: {
    order: 'post' as const,
    handler: (_: string, { bundle = {} }: IndexHtmlTransformContext): HtmlTagDescriptor[] => {
      const [scripts, styles] = [new Set<string>(), new Set<string>()]
      const take = (file: string) => {
        const chunk = bundle[file]
        if (chunk?.type !== 'chunk' || chunk.isEntry || scripts.has(file)) return
        scripts.add(file)
        chunk.viteMetadata?.importedCss.forEach((style) => styles.add(style))
        chunk.imports.forEach(take)
      }
      Object.keys(bundle).filter((file) => FIRST.test(file)).forEach(take)
      const link = (attrs: Record<string, string | boolean>): HtmlTagDescriptor => ({ tag: 'link', attrs, injectTo: 'head' })
      return [
        ...[...scripts].map((file) => link({ rel: 'modulepreload', crossorigin: true, href: `./${file}` })),
        ...[...styles].map((file) => link({ rel: 'stylesheet', crossorigin: true, href: `./${file}` })),
      ]
    },
  },
}

export default defineConfig({
  plugins: [uni(), firstPages],
  css: { postcss: { plugins: [rootIsPage, ownServerOnly] } },
  resolve: { alias: { '@': path.resolve(__dirname, 'src') } },
})
