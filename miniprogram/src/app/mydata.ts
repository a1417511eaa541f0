/** My data: what is kept about me, the file to take along, and the end of it all. */

import type { Shapes } from '@/api/calls'
import { BASE, call, read, sessions } from '@/app/server'
import { phone } from '@/core/platform'
import { offline, problemOf } from '@/core/problems'

export type Kind = Shapes['Kind']
export type Inventory = Shapes['Inventory']
export type KindRows = Shapes['KindRows']

/** What only WeChat has; names nothing in the browser. */
declare const wx: { env: { USER_DATA_PATH: string }; shareFileMessage(file: { filePath: string; fileName: string }): void }

export const FILE = 'jinshui-my-data.zip'
const OURS = 'jinshui.'
const STAYS = 'jinshui.settings'

export const readInventory = () => read('/me/data')
export const readKind = (code: string) => read('/me/data/{code}', { path: { code } })

/** The zip with everything. It is asked for at once or not at all: a file that comes by itself later helps nobody. */
export function fetchExport(): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    uni.request({
      url: `${BASE}/me/data/export`,
      method: 'POST',
      header: { Authorization: `Bearer ${sessions.token ?? ''}` },
      responseType: 'arraybuffer',
      timeout: 60_000,
      success: (reply) => (reply.statusCode === 200 ? resolve(reply.data as ArrayBuffer) : reject(problemOf(reply.statusCode, null))),
      fail: () => reject(offline()),
    })
  })
}

/** Put the file where the person finds it: a download in the browser, in WeChat a file of the mini-program to hand on. */
export function keepFile(data: ArrayBuffer): string {
  // #ifdef H5
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([data], { type: 'application/zip' }))
  link.download = FILE
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  // #endif
  // #ifdef MP-WEIXIN
  const path = `${wx.env.USER_DATA_PATH}/${FILE}`
  uni.getFileSystemManager().writeFileSync(path, data)
  return path
  // #endif
  return FILE
}

/** Hand the file on to a chat, such as 文件传输助手: a mini-program has no downloads. */
export function handOn(filePath: string): void {
  // #ifdef MP-WEIXIN
  wx.shareFileMessage({ filePath, fileName: FILE })
  // #endif
}

/** Erase me on the server, then everything of mine on this phone; what waits to be sent has nobody to be sent for. */
export async function erase(password: string): Promise<void> {
  await call('POST', '/me/data/erasure', { body: { understood: true, ...(password ? { password } : {}) } })
  sessions.end()
  for (const key of phone.keys()) if (key.startsWith(OURS) && key !== STAYS) phone.remove(key)
}
