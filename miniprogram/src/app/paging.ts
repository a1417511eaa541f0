/** A list that the server gives page by page. */

import { onReachBottom } from '@dcloudio/uni-app'
import { ref, type Ref } from 'vue'

import type { Given, Rest } from '@/api/calls'
import { useLoading } from '@/app/loading'
import { read } from '@/app/server'
import type { Item, ListPath } from '@/app/shapes'

interface Page<One> { items: One[]; next: string | null }

/** The list at `path`; further pages come when the person reaches the end. `query` is asked anew each time. */
export function usePages<P extends ListPath>(path: P, query: () => NonNullable<Given<'GET', P>['query']>) {
  const items = ref([]) as Ref<Item<P>[]>
  const next = ref<string | null>(null)
  const page = async (cursor?: string) => {
    const rest = [{ query: { ...query(), cursor } }] as unknown as Rest<'GET', P>
    return (await read(path, ...rest)) as Page<Item<P>>
  }
  const { loading, failed, load } = useLoading(async () => {
    const first = await page()
    items.value = first.items
    next.value = first.next
  })

  onReachBottom(async () => {
    const cursor = next.value
    if (!cursor) return
    next.value = null
    const more = await page(cursor)
    items.value = [...items.value, ...more.items]
    next.value = more.next
  })

  return { items, loading, failed, load }
}
