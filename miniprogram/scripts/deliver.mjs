// Puts the built web client where the service serves it from, each text file compressed once, here, as well as can be.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const here = path.dirname(fileURLToPath(import.meta.url))
const built = path.join(here, '..', 'dist', 'build', 'h5')
const served = path.join(here, '..', '..', 'jinshui_study', 'phone', 'client')
const fresh = `${served}.new`

rmSync(fresh, { recursive: true, force: true })
mkdirSync(fresh, { recursive: true })
cpSync(built, fresh, { recursive: true })
for (const name of readdirSync(fresh, { recursive: true })) {
  const file = path.join(fresh, name)
  if (!statSync(file).isFile() || !/\.(html|js|css|svg|json|txt)$/.test(file)) continue
  const content = readFileSync(file)
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }))
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
}
if (existsSync(served)) rmSync(served, { recursive: true })
renameSync(fresh, served)
