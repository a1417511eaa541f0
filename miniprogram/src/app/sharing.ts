/** The picture of a result: drawn on this phone, looked at, saved or handed on. Nothing of it leaves for anybody else. */

import type { ComponentPublicInstance } from 'vue'

import { HEIGHT, layout, WIDTH, type Arc, type Box, type Deed, type Face, type Words } from '@/core/picture'

/** What only WeChat has; older versions lack the second. */
declare const wx: {
  canvasToTempFilePath(call: { canvas: Canvas; success(done: { tempFilePath: string }): void; fail(): void }): void
  showShareImageMenu?(call: { path: string }): void
}

type Pen = CanvasRenderingContext2D
interface Canvas { width: number; height: number; getContext(kind: '2d'): Pen | null }

export const FILE = '金水e起学党史-成绩.png'
const SHARPNESS = 2
const FACES: Record<Face, string> = {
  sans: '"PingFang SC", "HarmonyOS Sans", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif',
  song: '"Songti SC", "STSong", "Noto Serif CJK SC", "SimSun", serif',
}

/** Draw the picture; what comes back is where an image finds it. `page` holds the canvas in the mini-program. */
export async function drawPicture(deed: Deed, page: ComponentPublicInstance | null | undefined): Promise<string> {
  // #ifdef H5
  const canvas = document.createElement('canvas')
  paint(canvas, deed)
  return Promise.resolve(canvas.toDataURL('image/png'))
  // #endif
  // #ifdef MP-WEIXIN
  const own = await canvasOf(page)
  paint(own, deed)
  return new Promise((resolve, reject) => {
    wx.canvasToTempFilePath({ canvas: own, success: ({ tempFilePath }) => resolve(tempFilePath), fail: () => reject(new Error('no picture')) })
  })
  // #endif
}

// #ifdef MP-WEIXIN
function canvasOf(page: ComponentPublicInstance | null | undefined): Promise<Canvas> {
  return new Promise((resolve, reject) => {
    uni
      .createSelectorQuery()
      .in(page)
      .select('#picture')
      .fields({ node: true }, (found) => {
        const node = (found as { node?: Canvas } | null)?.node
        if (node) resolve(node)
        else reject(new Error('no canvas'))
      })
      .exec()
  })
}
// #endif

function paint(canvas: Canvas, deed: Deed): void {
  canvas.width = WIDTH * SHARPNESS
  canvas.height = HEIGHT * SHARPNESS
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('no pen')
  pen.scale(SHARPNESS, SHARPNESS)
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  const measure = (text: string, size: number, face: Face) => {
    pen.font = `700 ${size}px ${FACES[face]}`
    return pen.measureText(text).width
  }
  for (const piece of layout(deed, measure)) {
    if (piece.draw === 'box') paintBox(pen, piece)
    else if (piece.draw === 'arc') paintArc(pen, piece)
    else paintWords(pen, piece)
  }
}

function paintBox(pen: Pen, { x, y, width, height, radius, colour }: Box): void {
  pen.fillStyle = colour
  pen.beginPath()
  pen.moveTo(x + radius, y)
  pen.arcTo(x + width, y, x + width, y + height, radius)
  pen.arcTo(x + width, y + height, x, y + height, radius)
  pen.arcTo(x, y + height, x, y, radius)
  pen.arcTo(x, y, x + width, y, radius)
  pen.fill()
}

function paintArc(pen: Pen, { x, y, radius, thick, share, colour }: Arc): void {
  if (share <= 0) return
  const top = -Math.PI / 2
  pen.strokeStyle = colour
  pen.lineWidth = thick
  pen.lineCap = 'round'
  pen.beginPath()
  pen.arc(x, y, radius, top, top + 2 * Math.PI * Math.min(1, share))
  pen.stroke()
}

function paintWords(pen: Pen, { text, x, y, size, bold, face, colour }: Words): void {
  pen.fillStyle = colour
  pen.font = `${bold ? 700 : 400} ${size}px ${FACES[face]}`
  pen.fillText(text, x, y)
}

/** Hand the picture on: a file in the browser, in WeChat as it hands pictures on. What to tell about it comes back. */
export function handPictureOn(address: string): Promise<string> {
  // #ifdef H5
  const link = document.createElement('a')
  link.href = address
  link.download = FILE
  link.click()
  return Promise.resolve('图片已保存到下载里。没有看到的话，长按图片也能保存。')
  // #endif
  // #ifdef MP-WEIXIN
  return handToWechat(address)
  // #endif
}

// #ifdef MP-WEIXIN
/** Its own menu, which sends and saves; the album where WeChat is older than that. */
function handToWechat(filePath: string): Promise<string> {
  if (wx.showShareImageMenu) {
    wx.showShareImageMenu({ path: filePath })
    return Promise.resolve('')
  }
  return new Promise((resolve) => {
    uni.saveImageToPhotosAlbum({
      filePath,
      success: () => resolve('图片已保存到相册。'),
      fail: () => resolve('没有保存到相册，长按图片也能保存。'),
    })
  })
}
// #endif
