/** A list that the server gives page by page. */

import { onReachBottom } from '@dcloudio/uni-app'
import { ref, type Ref } from 'vue'

import { useLoading } from '@/app/loading'
import { read } from '@/app/server'
import type { Page } from '@/app/shapes'

/** `path` without a cursor; further pages come when the person reaches the end. */
export function usePages<Item>(path: () => string) {
  const items = ref([]) as Ref<Item[]>
  const next = ref<string | null>(null)
  const { loading, failed, load } = useLoading(async () => {
    const page = await read<Page<Item>>(path())
    items.value = page.items
    next.value = page.next
  })

  onReachBottom(async () => {
    const cursor = next.value
    if (!cursor) return
    next.value = null
    const joint = path().includes('?') ? '&' : '?'
    const page = await read<Page<Item>>(`${path()}${joint}cursor=${encodeURIComponent(cursor)}`)
    items.value = [...items.value, ...page.items]
    next.value = page.next
  })

  return { items, loading, failed, load }
}
