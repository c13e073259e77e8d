import {
  Kind,
  OperationTypeNode,
  print,
  valueFromASTUntyped,
  visit,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql'
import { factsOf, type Pressed } from './commandRow'

const input = 'input'

/** The command of an operation, its input written out; null where the operation sends none, or more than one. */
export function commandOf(document: DocumentNode, variables: Readonly<Record<string, unknown>>): Pressed | null {
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION)
  if (operation?.operation !== OperationTypeNode.MUTATION) return null
  const fields = operation.selectionSet.selections.filter(
    (one) => one.kind === Kind.FIELD && one.name.value !== '__typename',
  )
  const [field, ...more] = fields as FieldNode[]
  if (field === undefined || more.length > 0) return null
  const facts = factsOf(field.name.value)
  const argument = field.arguments?.find(({ name }) => name.value === input)
  if (facts === undefined || argument === undefined) return null
  const value = valueFromASTUntyped(argument.value, variables) as Record<string, unknown>
  const written = withInput(document, operation, field, facts.input)
  const rest = Object.fromEntries(written.kept.flatMap((name) => (name in variables ? [[name, variables[name]]] : [])))
  return { field: field.name.value, query: print(written.document), input: value, rest }
}

/** The operation with its whole input as one variable; variables that only the input used are gone, because the server refuses them. */
function withInput(document: DocumentNode, operation: OperationDefinitionNode, field: FieldNode, type: string) {
  const used = new Set<string>()
  for (const one of document.definitions)
    if (one !== operation) visit(one, { Variable: ({ name }) => void used.add(name.value) })
  visit(operation.selectionSet, {
    Argument: { enter: (node) => (field.arguments?.includes(node) === true ? false : undefined) },
    Variable: ({ name }) => void used.add(name.value),
  })
  used.delete(input)
  const kept = (operation.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value))
  const name = { kind: Kind.NAME as const, value: input }
  const variable = { kind: Kind.VARIABLE as const, name }
  const definition: VariableDefinitionNode = {
    kind: Kind.VARIABLE_DEFINITION,
    variable,
    type: { kind: Kind.NON_NULL_TYPE, type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } } },
  }
  const changed: OperationDefinitionNode = {
    ...operation,
    variableDefinitions: [definition, ...kept],
    selectionSet: {
      ...operation.selectionSet,
      selections: operation.selectionSet.selections.map((one) =>
        one === field ? { ...field, arguments: [{ kind: Kind.ARGUMENT, name, value: variable }] } : one,
      ),
    },
  }
  return {
    document: { ...document, definitions: document.definitions.map((one) => (one === operation ? changed : one)) },
    kept: kept.map(({ variable: { name } }) => name.value),
  }
}
