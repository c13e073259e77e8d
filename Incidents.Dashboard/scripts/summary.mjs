// One line a result, in the form that ../test adds up.
export default class Summary {
    onTestRunEnd(modules, unhandledErrors) {
        const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
        for (const module of modules) {
            if (module.errors().length > 0) counts.failed += module.errors().length
            for (const test of module.children.allTests()) counts[test.result().state] += 1
        }
        for (const [state, count] of Object.entries(counts)) console.log(`  ${count} ${state}`)
    }
}
