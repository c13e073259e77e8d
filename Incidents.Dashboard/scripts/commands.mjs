// The commands of the schema, for the pages that keep them while the network is away: every mutation whose input has a `commandId`, with
// the type of its input, the field that says when it was done where that is not now, and the field of its result.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { buildSchema, getNamedType, isObjectType } from 'graphql'

const file = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const folder = file('src/shared/commands/generated/')

const schema = buildSchema(await readFile(file('../Incidents.Api/schema.graphql'), 'utf8'))
const commands = {}
for (const mutation of Object.values(schema.getMutationType().getFields())) {
    const input = getNamedType(mutation.args.find(({ name }) => name === 'input')?.type)
    const fields = input?.getFields?.() ?? {}
    if (!('commandId' in fields)) continue
    const moment = Object.values(fields).find(
        ({ type, description }) => String(type) === 'DateTime' && /, if not now[.:]/.test(description ?? ''),
    )
    const [result] = Object.values(getNamedType(mutation.type).getFields())
    commands[mutation.name] = {
        input: input.name,
        ...(moment === undefined ? {} : { moment: moment.name }),
        ...(isObjectType(getNamedType(result.type)) ? { result: result.name } : {}),
        ...('expectedVersion' in fields ? { hasVersion: true } : {}),
    }
}
await mkdir(folder, { recursive: true })
await writeFile(`${folder}commands.json`, `${JSON.stringify(commands)}\n`)
console.log(`${Object.keys(commands).length} commands of the schema`)
