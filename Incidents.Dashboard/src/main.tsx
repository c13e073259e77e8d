import '@shared/ui/tokens.css'
import '@shared/ui/base.css'
import '@shared/print/print.css'
import { startCommands } from '@shared/commands/commands'
import { client } from '@shared/graphql/client'
import { startTranslations } from '@shared/i18n/i18n'
import { startSession, watchOtherWindows } from '@shared/session/start'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Provider } from 'urql'
import { router } from './app/routes'

const started = startSession()
await startTranslations()
await started
startCommands()
watchOtherWindows()

const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root.')
createRoot(root).render(
  <StrictMode>
    <Provider value={client}>
      <RouterProvider router={router} />
    </Provider>
  </StrictMode>,
)
