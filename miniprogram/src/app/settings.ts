/** What a person has set on this phone. */

import { reactive, watch } from 'vue'

import { phone } from '@/core/platform'

const KEY = 'jinshui.settings'

interface Settings {
  large: boolean
}

function kept(): Settings {
  try {
    return { large: false, ...(JSON.parse(phone.read(KEY) ?? '{}') as Partial<Settings>) }
  } catch {
    return { large: false }
  }
}

export const settings = reactive(kept())

watch(settings, () => phone.write(KEY, JSON.stringify(settings)))
