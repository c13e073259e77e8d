using Incidents.Postgres;
using Xunit;

namespace Incidents.Tests.Postgres;

public sealed class PostgresInstallationTests : ServerTests
{
    [Fact]
    public async Task Missing_programs_are_reported_with_what_to_install()
    {
        var failure = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => Start(o => o with { BinDirectory = Folder }));

        Assert.Contains("apt-get install postgresql", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_to_programs_that_are_gone_count_as_missing()
    {
        foreach (var program in new[] { "initdb", "pg_ctl", "postgres" })
            File.CreateSymbolicLink(Path.Combine(Folder, program), Path.Combine(Folder, "gone", program));

        await Assert.ThrowsAsync<EmbeddedPostgresException>(() => PostgresInstallation.Find(null, Folder, Cancel));
    }

    [Fact]
    public async Task Links_to_programs_lead_to_where_all_of_them_are()
    {
        var installed = await PostgresInstallation.Find(null, null, Cancel);
        foreach (var program in new[] { "initdb", "pg_ctl", "postgres" })
            File.CreateSymbolicLink(Path.Combine(Folder, program), installed.Program(program));

        Assert.Equal(installed, await PostgresInstallation.Find(null, Folder, Cancel));
    }

    [Fact]
    public async Task Data_of_a_release_that_is_not_installed_are_not_opened_by_another()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "cluster"));
        await File.WriteAllTextAsync(Path.Combine(Folder, "cluster", "PG_VERSION"), "99\n", Cancel);

        var failure = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => Start());

        Assert.Contains("made by PostgreSQL 99", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "is missing")]
    [InlineData("", "is empty")]
    [InlineData("fifteen\n", "does not")]
    public async Task A_damaged_version_file_is_named(string? text, string reason)
    {
        Directory.CreateDirectory(Path.Combine(Folder, "cluster"));
        if (text is not null)
            await File.WriteAllTextAsync(Path.Combine(Folder, "cluster", "PG_VERSION"), text, Cancel);

        var failure = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => Start());

        Assert.Contains("PG_VERSION", failure.Message, StringComparison.Ordinal);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("file/data")]
    public async Task A_file_where_the_data_folder_should_be_is_named(string path)
    {
        var file = Path.Combine(Folder, "file");
        await File.WriteAllTextAsync(file, "", Cancel);

        var failure = await Assert.ThrowsAsync<EmbeddedPostgresException>(
            () => Start(o => o with { DataDirectory = Path.Combine(Folder, path) }));

        Assert.StartsWith($"{file} is a file, not a folder.", failure.Message, StringComparison.Ordinal);
    }
}
