using AutoInstr.Doctor.Attaching;
using AutoInstr.Doctor.Report;
using AutoInstr.Patching.Native;
using Xunit;

namespace AutoInstr.UnitTests.Doctor;

public sealed class AttachCheckTests : IDisposable
{
    private readonly string _kit = Directory.CreateTempSubdirectory("doctor-").FullName;
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    public AttachCheckTests() => _environment["TMPDIR"] = _kit;

    public void Dispose() => Directory.Delete(_kit, recursive: true);

    [Fact]
    public void The_native_library_is_missing() => Run().HasProblem("library", "libautoinstr.so is missing");

    [Fact]
    public void The_native_library_is_for_another_machine()
    {
        var library = Attachment.LibraryPath(_kit, "linux-musl-arm64");
        Assert.EndsWith("native/linux-musl-arm64/libautoinstr.so", library, StringComparison.Ordinal);
        Put(library);
        Run("linux-musl-arm64").HasNoProblem();
        // What is for this machine is loaded.
        Put(Attachment.LibraryPath(_kit));
        Run().HasProblem("library", "cannot be loaded");
    }

    [Theory]
    [InlineData("DOTNET_EnableDiagnostics", "DOTNET_EnableDiagnostics=0 forbids it")]
    [InlineData("COMPlus_EnableDiagnostics", "DOTNET_EnableDiagnostics=0 forbids it")]
    [InlineData("DOTNET_EnableDiagnostics_Profiler", "DOTNET_EnableDiagnostics_Profiler=0 forbids it")]
    [InlineData("DOTNET_EnableDiagnostics_IPC", "DOTNET_EnableDiagnostics_IPC=0 closes the way")]
    public void Diagnostics_are_off(string variable, string text)
    {
        _environment[variable] = "0";
        Run().HasProblem("diagnostics", text);
    }

    [Fact]
    public void The_temporary_folder_is_missing()
    {
        _environment["TMPDIR"] = Path.Combine(_kit, "nowhere");
        Run().HasProblem("folder", "is missing");
    }

    [Fact]
    public void The_temporary_folder_has_too_long_a_path()
    {
        _environment["TMPDIR"] = Directory.CreateDirectory(Path.Combine(_kit, new string('x', 60))).FullName;
        Run().HasProblem("folder", "too long a path");
    }

    [Fact]
    public void The_temporary_folder_cannot_be_written_to()
    {
        // Root writes everywhere but where nobody can.
        _environment["TMPDIR"] = "/proc/self/fd";
        Run().HasProblem("folder", "cannot be written to");
    }

    [Fact]
    public void The_temporary_folder_is_left_as_it_was()
    {
        Assert.Equal(Mark.Ok, Run().Single("folder").Mark);
        Assert.Empty(Directory.GetFileSystemEntries(_kit));
    }

    [Fact]
    public void The_socket_of_a_process()
    {
        var socket = Path.Combine(_kit, "dotnet-diagnostic-1-2-socket");
        Check().Run(socket, path => path, null).HasProblem("socket", "there is no diagnostics socket");
        File.WriteAllText(socket, "");
        Assert.Equal(Mark.Ok, Check().Run(socket, path => path, null).Single("socket").Mark);
    }

    [Fact]
    public void Another_profiler_is_active()
    {
        _environment["CORECLR_ENABLE_PROFILING"] = "1";
        _environment["CORECLR_PROFILER"] = "{11111111-2222-3333-4444-555555555555}";
        Run().HasProblem("profiler", "another profiler is active");
    }

    [Theory]
    [InlineData(Attachment.ProfilerId)]
    [InlineData("{918728DD-259F-4A6A-AC2B-B85E1B658318}")]
    public void Our_own_profiler_is_loaded_at_the_start_and_needs_no_socket(string id)
    {
        _environment["CORECLR_ENABLE_PROFILING"] = "1";
        _environment["CORECLR_PROFILER"] = id;
        _environment["CORECLR_PROFILER_PATH"] = Attachment.LibraryPath(_kit);
        _environment["DOTNET_EnableDiagnostics_IPC"] = "0";
        var section = Run();
        Assert.Equal(Mark.Ok, section.Single("profiler").Mark);
        Assert.DoesNotContain(section.Findings, finding => finding.Id == "diagnostics");
    }

    [Fact]
    public void Profiling_is_forbidden_to_one_that_is_loaded_at_the_start_too()
    {
        _environment["CORECLR_ENABLE_PROFILING"] = "1";
        _environment["CORECLR_PROFILER"] = Attachment.ProfilerId;
        _environment["CORECLR_PROFILER_PATH"] = Attachment.LibraryPath(_kit);
        _environment["DOTNET_EnableDiagnostics_Profiler"] = "0";
        Run().HasProblem("diagnostics", "forbids it");
    }

    [Theory]
    [InlineData(true, "Ok")]
    [InlineData(false, "Problem")]
    public void What_a_process_has_loaded(bool hasLibrary, string mark)
    {
        var check = Check();
        var section = check.Run(null, path => path, null);
        check.CheckProcess(hasLibrary);
        Assert.Equal(mark, section.Single("process").Mark.ToString());
    }

    [Fact]
    public void Our_own_profiler_is_looked_for_elsewhere()
    {
        _environment["CORECLR_ENABLE_PROFILING"] = "1";
        _environment["CORECLR_PROFILER"] = Attachment.ProfilerId;
        _environment["CORECLR_PROFILER_PATH"] = "native/libautoinstr.so";
        Run().HasProblem("profiler", "is not this kit's native library");
    }

    private AttachCheck Check() => new(_kit, _environment.GetValueOrDefault);

    private Section Run(string? runtimeIdentifier = null) => Check().Run(null, path => path, runtimeIdentifier);

    private static void Put(string library)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(library)!);
        File.WriteAllText(library, "not a library");
    }
}
