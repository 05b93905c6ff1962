using System.Diagnostics;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Stator.House.Tests;

/// <summary>Every rule, on made-up input that breaks it and on input that does not.</summary>
public class HouseRulesCanFail
{
    [Theory]
    [InlineData("Statecharts", "Machines", false)]
    [InlineData("Interpreters", "Statecharts", true)]
    [InlineData("Interpreters", "Machines", false)]
    [InlineData("Storage.Postgres", "Machines", true)]
    [InlineData("Storage.Postgres", "Storage.Sqlite", false)]
    [InlineData("Grains", "Grains.Abstractions", true)]
    [InlineData("Grains.Abstractions", "Grains", false)]
    [InlineData("Client", "Machines", false)]
    [InlineData("Http", "Embedded", false)]
    [InlineData("Http", "Dashboard", true)]
    [InlineData("Dashboard", "Machines", false)]
    [InlineData("Cli", "Storage.Sqlite", true)]
    [InlineData("Cli", "Grains", false)]
    [InlineData("Silo", "Grains", true)]
    [InlineData("Toolbox", "Statecharts", false)]
    public void AReference(string project, string reference, bool isAllowed)
    {
        var xml = $"<Project><ItemGroup><ProjectReference Include=\"..\\{reference}\\{reference}.csproj\" /></ItemGroup></Project>";

        Assert.Equal(isAllowed ? 0 : 1, References.Broken(ProjectFile.Parse($"src/{project}/{project}.csproj", xml)).Count());
    }

    [Fact]
    public void AnUnknownProjectWithoutReferences() =>
        Assert.Contains("not in ARCHITECTURE.md", Assert.Single(References.Broken(ProjectFile.Parse("src/Toolbox/Toolbox.csproj", "<Project />"))));

    [Fact]
    public void AProjectOutsideOfTheSolution()
    {
        const string Text = "Project(\"{…}\") = \"Http\", \"src\\Http\\Http.csproj\", \"{…}\"";

        Assert.Null(Solution.Broken(Text, ProjectFile.Parse("src/Http/Http.csproj", "<Project />")));
        Assert.NotNull(Solution.Broken(Text, ProjectFile.Parse("src/Client/Client.csproj", "<Project />")));
    }

    [Theory]
    [InlineData("src/Statecharts/Interpretation/Select.cs", 200)]
    [InlineData("src/Embedded/Host.cs", 250)]
    [InlineData("src/Embedded/Mailboxes/Mailbox.cs", 400)]
    [InlineData("src/Statecharts/Data/Value.cs", 400)]
    public void ALongFile(string path, int limit)
    {
        Assert.Null(FileSizes.Broken(new(path, string.Concat(Enumerable.Repeat("//\n", limit)))));
        Assert.NotNull(FileSizes.Broken(new(path, string.Concat(Enumerable.Repeat("//\n", limit)) + "//")));
    }

    [Theory]
    [InlineData("FooManager", false)]
    [InlineData("ManagerOfFoo", false)]
    [InlineData("JsonHelpers`1", false)]
    [InlineData("StringUtil", false)]
    [InlineData("IOUtils", false)]
    [InlineData("Common", false)]
    [InlineData("EventProcessor", false)]
    [InlineData("SQLWrapper", false)]
    [InlineData("ActionBase", false)]
    [InlineData("DataBase", false)]
    [InlineData("Clock_Impl", false)]
    [InlineData("Database", true)]
    [InlineData("Baseline", true)]
    [InlineData("Utilization", true)]
    [InlineData("Impliable", true)]
    [InlineData("Snapshot", true)]
    public void ATypeName(string name, bool isTelling) => Assert.Equal(isTelling, TypeNames.Broken(name) is null);

    [Fact]
    public void TypeNamesAreReadFromAnAssembly()
    {
        var names = InThisAssembly(metadata => TypeNames.Of(metadata).ToList());

        Assert.Contains(nameof(FooManager), names);
        Assert.DoesNotContain(names, name => name.Contains('<'));
        Assert.Equal([nameof(FooManager)], names.Where(name => TypeNames.Broken(name) is not null));
    }

    [Theory]
    [InlineData("tests/A.cs", "Thread" + ".Sleep(1);", false)]
    [InlineData("tests/A.cs", "await Task" + ".Delay(1);", false)]
    [InlineData("src/A.cs", "await Task" + ".Delay(1);", true)]
    [InlineData("tests/A.cs", "[Fact(Skip " + "= \"later\")]", false)]
    [InlineData("bench/A.cs", "throw new NotImplemented" + "Exception();", false)]
    [InlineData("src/A.cs", "try { F(); } catch { }", false)]
    [InlineData("src/A.cs", "try { F(); }\ncatch (IOException e)\n{\n}", false)]
    [InlineData("src/A.cs", "try { F(); } catch (IOException) when (G()) { }", false)]
    [InlineData("src/A.cs", "try { F(); } catch (IOException e) { Report(e); }", true)]
    [InlineData("tests/A.cs", "try { F(); } catch { }", true)]
    [InlineData("src/A.cs", "items.Skip(1);", true)]
    public void ASourceText(string path, string text, bool isAllowed) => Assert.Equal(isAllowed ? 0 : 1, SourceTexts.Broken(new(path, text)).Count());

    [Fact]
    public void ABannedTextIsFoundOnItsLine() =>
        Assert.StartsWith("src/A.cs:3: \"catch { }\": ", Assert.Single(SourceTexts.Broken(new("src/A.cs", "\n\ntry { F(); } catch { }\n"))));

    [Theory]
    [InlineData("System.DateTime::get_Now")]
    [InlineData("System.DateTimeOffset::get_UtcNow")]
    [InlineData("System.Random")]
    [InlineData("System.Random::get_Shared")]
    [InlineData("System.Environment::get_TickCount64")]
    [InlineData("System.Threading.Tasks.Task")]
    [InlineData("System.Threading.Tasks.Task`1::get_Result")]
    [InlineData("System.Threading.Thread")]
    [InlineData("System.Threading.Timer::.ctor")]
    [InlineData("System.IO.File::ReadAllText")]
    [InlineData("Microsoft.Extensions.Logging.ILogger")]
    public void ABannedMember(string name) => Assert.True(Purity.IsBanned(name));

    [Theory]
    [InlineData("System.DateTime::get_Ticks")]
    [InlineData("System.DateTimeOffset")]
    [InlineData("System.TimeSpan::FromSeconds")]
    [InlineData("System.Environment::get_CurrentManagedThreadId")]
    [InlineData("System.Threading.ThreadLocal")]
    [InlineData("System.Threading.Interlocked::Increment")]
    [InlineData("System.Threading.Lock")]
    [InlineData("System.IO.FileNotFoundException")]
    [InlineData("System.Collections.Concurrent.ConcurrentDictionary`2")]
    public void AnAllowedMember(string name) => Assert.False(Purity.IsBanned(name));

    [Fact]
    public void BannedMembersAreReadFromAnAssembly()
    {
        Assert.True(FooManager.TouchTheWorld() != default);

        var found = InThisAssembly(Purity.Broken);

        Assert.Contains("System.DateTimeOffset::get_UtcNow", found);
        Assert.Contains("System.Diagnostics.Stopwatch::GetTimestamp", found);
        Assert.Contains("System.Guid::NewGuid", found);
        Assert.Contains("System.IO.File", found);
        Assert.DoesNotContain(found, name => name == "System.Environment::get_CurrentManagedThreadId");
        Assert.Contains("xunit.core", InThisAssembly(metadata => Purity.ForeignAssemblies(metadata).ToList()));
    }

    private static T InThisAssembly<T>(Func<MetadataReader, T> read)
    {
        using var assembly = new PEReader(File.OpenRead(typeof(HouseRulesCanFail).Assembly.Location));
        return read(assembly.GetMetadataReader());
    }

    /// <summary>Breaks the rules about names and about purity, for the readers of assemblies to find.</summary>
    private static class FooManager
    {
        public static (DateTimeOffset, long, Guid) TouchTheWorld() => (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp(), Guid.NewGuid());

        /// <summary>An iterator, in which the compiler reads the thread's id.</summary>
        public static IEnumerable<int> Iterate()
        {
            yield return 1;
        }
    }
}
