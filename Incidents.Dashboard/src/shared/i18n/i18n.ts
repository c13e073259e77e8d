import i18next, { type BackendModule } from 'i18next'
import { initReactI18next } from 'react-i18next'

export const languages = ['kk', 'ru', 'en'] as const
export type Language = (typeof languages)[number]
export const languageNames: Record<Language, string> = { kk: 'Қазақша', ru: 'Русский', en: 'English' }

const stored = 'language'
export const isLanguage = (text: string | null | undefined): text is Language =>
  languages.some((language) => language === text)

// A folder's name is the namespace: features, the shell and the shared code each have their own catalogues.
const catalogues: Record<string, () => Promise<{ default: Record<string, unknown> }>> = {
  ...import.meta.glob<{ default: Record<string, unknown> }>('../../features/*/locales/*.json'),
  ...import.meta.glob<{ default: Record<string, unknown> }>('../../app/locales/*.json'),
  ...import.meta.glob<{ default: Record<string, unknown> }>('../locales/*.json'),
}

const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read(language, namespace, done) {
    const entry = Object.entries(catalogues).find(
      ([path]) =>
        path.endsWith(`/${namespace}/locales/${language}.json`) ||
        (namespace === 'shared' && path === `../locales/${language}.json`),
    )
    if (!entry) {
      done(new Error(`No catalogue ${namespace} in ${language}`), false)
      return
    }
    entry[1]().then(
      (module) => done(null, module.default),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), false),
    )
  },
}

function preferred(): Language {
  const chosen = localStorage.getItem(stored)
  if (isLanguage(chosen)) return chosen
  return navigator.languages.map((language) => language.split('-')[0]).find(isLanguage) ?? 'ru'
}

export async function startTranslations() {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language
  })
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: preferred(),
      fallbackLng: false,
      ns: ['app', 'shared'],
      defaultNS: false,
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    })
  // A browser without Kazakh would take the plurals of its own language. Turkish, which browsers have, counts as Kazakh does.
  const plurals = i18next.services.pluralResolver as { getRule: (code: string, options?: object) => unknown }
  const ruleOf = plurals.getRule.bind(plurals)
  plurals.getRule = (code, options) => ruleOf(code.startsWith('kk') ? 'tr' : code, options)
}

export async function chooseLanguage(language: Language) {
  localStorage.setItem(stored, language)
  await i18next.changeLanguage(language)
}
