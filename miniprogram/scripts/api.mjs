// Writes src/api/schema.d.ts from the OpenAPI document on standard input; with --check it only tells whether that file still holds.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { json } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

import openapiTS, { astToString } from 'openapi-typescript'

const file = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'src', 'api', 'schema.d.ts')
const head = '/** What the API takes and gives. Made by `make api` from the OpenAPI document of the service; not to be edited. */\n\n'

const document = await json(process.stdin)
const text = head + astToString(await openapiTS(document, { defaultNonNullable: false }))
if (!process.argv.includes('--check')) writeFileSync(file, text)
else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  console.error('手机端的接口类型与服务的接口不一致，请运行 make api 并提交 miniprogram/src/api/schema.d.ts。')
  process.exit(1)
}
