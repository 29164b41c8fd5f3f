using System.IO.Compression;
using System.Text.Json;
using AutoInstr.ContainerTests.Harness;
using AutoInstr.ContainerTests.StandIns;
using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.ContainerTests;

/// <summary>The kit as an image.</summary>
public sealed class KitImageTests : IDisposable
{
    private const long LargestCompressed = 25_000_000;
    private const string Hook = "AutoInstr.StartupHook.dll";

    /// <summary>The names by which the operator calls parts of a kit.</summary>
    private static readonly string[] OperatorsLinks =
    [
        "autoinstr/AdditionalDeps", "autoinstr/linux-x64/OpenTelemetry.AutoInstrumentation.Native.so",
        "autoinstr/linux-musl-x64/OpenTelemetry.AutoInstrumentation.Native.so",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("autoinstr-kit-image-").FullName;

    public KitImageTests() => Images.Require();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_is_small_and_says_what_it_is_and_runs_as_nobody()
    {
        using var description = JsonDocument.Parse(await Podman.RunAsync("image", "inspect", Images.Kit));
        var config = description.RootElement[0].GetProperty("Config");
        Assert.Equal("65532:65532", config.GetProperty("User").GetString());
        Assert.Equal("Apache-2.0", config.GetProperty("Labels").GetProperty("org.opencontainers.image.licenses").GetString());
        Assert.Equal("0.1.0", config.GetProperty("Labels").GetProperty("org.opencontainers.image.version").GetString());

        var file = Path.Combine(_folder, "image.tar");
        await Podman.RunAsync("save", "--output", file, Images.Kit);
        using var compressed = new MemoryStream();
        await using (var tar = File.OpenRead(file))
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            await tar.CopyToAsync(gzip, TestContext.Current.CancellationToken);
        Assert.InRange(compressed.Length, 1, LargestCompressed);
    }

    [Fact]
    public async Task It_holds_a_whole_kit_for_both_C_libraries_that_everyone_can_read()
    {
        var files = await ImageFile.ReadAllAsync(Images.Kit);
        var sums = files["autoinstr/SHA256SUMS"].Text.Trim().Split('\n').Select(static line => line.Split("  ./"))
            .ToDictionary(static parts => "autoinstr/" + parts[1], static parts => parts[0]);
        Assert.Equal(
            sums.Keys.Concat(["autoinstr/SHA256SUMS", "bin/cp"]).Order(StringComparer.Ordinal),
            files.Keys.Where(IsNoLink).Order(StringComparer.Ordinal));
        Assert.All(OperatorsLinks, link => Assert.Contains(link, files.Keys));
        Assert.Equal("net8.0", files["autoinstr/store/x64/net6.0"].Text);
        Assert.All(sums, sum => Assert.Equal(sum.Value, files[sum.Key].Sha256));
        Assert.Contains("autoinstr/native/linux-x64/libautoinstr.so", files.Keys);
        Assert.Contains("autoinstr/native/linux-musl-x64/libautoinstr.so", files.Keys);
        Assert.DoesNotContain(files.Keys, static name => name.EndsWith(".pdb", StringComparison.Ordinal));
        Assert.All(files, static file => Assert.True(file.Value.Mode.HasFlag(UnixFileMode.OtherRead), $"{file.Key} is {file.Value.Mode}"));
    }

    [Fact]
    public async Task Built_in_another_place_it_is_the_same()
    {
        var ours = await Command.RunAsync(Repository.Dotnet("10.0"), "--version");
        var theirs = await Podman.RunAsync("run", "--rm", "--network=none", BaseImages.Sdk, "dotnet", "--version");
        Assert.SkipWhen(ours != theirs, $"this machine's SDK is {ours} and the image's is {theirs}: they may compile differently");
        var files = await ImageFile.ReadAllAsync(Images.Kit);
        // The machine's own build, by ./kit build. Its C compiler may be another one.
        var expected = Compiled(await File.ReadAllTextAsync(
            Path.Combine(Repository.Kit, "SHA256SUMS"), TestContext.Current.CancellationToken));
        var actual = Compiled(files["autoinstr/SHA256SUMS"].Text);
        Assert.Equal(["./LICENSE", "./net/OpenTelemetry.AutoInstrumentation.StartupHook.dll"],
            actual.Except(expected).Select(static line => line.Split("  ")[1]));
        Assert.Empty(expected.Except(actual));
        Assert.All(expected.Select(static line => line.Split("  ./")[1]), name =>
            Assert.Equal(File.GetUnixFileMode(Path.Combine(Repository.Kit, name)), files["autoinstr/" + name].Mode));

        static string[] Compiled(string sums) =>
            [.. sums.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static line => !line.Contains("  ./native/"))];
    }

    [Fact]
    public async Task For_arm64_it_is_built_on_this_machine()
    {
        const string image = "localhost/autoinstr:arm64";
        // What --platform linux/arm64 sets: this engine has no builds on one platform for another.
        await Images.BuildAsync("Dockerfile", image, "--build-arg", "TARGETARCH=arm64");
        var files = await ImageFile.ReadAllAsync(image, _folder);
        Assert.Contains("autoinstr/native/linux-arm64/libautoinstr.so", files.Keys);
        Assert.Contains("autoinstr/native/linux-musl-arm64/libautoinstr.so", files.Keys);
        Assert.Contains(files.Keys, static name => name.StartsWith("autoinstr/store/arm64/", StringComparison.Ordinal));
        // The operator's path is the same on every machine.
        Assert.Equal("../native/linux-arm64/libautoinstr.so", files[OperatorsLinks[1]].Text);

        var copy = Path.Combine(_folder, "copy");
        await Command.RunAsync(
            "qemu-aarch64", Path.Combine(_folder, "bin", "cp"), "-r", Path.Combine(_folder, "autoinstr") + "/.", copy);
        ImageFile.AssertSame(Path.Combine(_folder, "autoinstr"), copy);
    }

    [Theory]
    [InlineData("as the image does")]
    [InlineData("as the operator does", "--entrypoint", """["cp","-r","/autoinstr/.","/target"]""")]
    public async Task It_copies_itself_as_any_user_from_a_read_only_root(string how, params string[] options)
    {
        _ = how;
        var target = MakeTarget("target");
        await Podman.RunAsync(["run", "--rm", "--read-only", "--network=none", "--user", "12345:12345", "--cap-drop=all",
            "--security-opt=no-new-privileges", "--volume", target + ":/target", .. options, Images.Kit]);
        await ImageFile.ReadAllAsync(Images.Kit, _folder);
        ImageFile.AssertSame(Path.Combine(_folder, "autoinstr"), target);
    }

    [Fact]
    public async Task Where_there_is_no_room_for_all_of_it_there_is_no_hook()
    {
        await using var small = await SmallVolume.MountAsync();
        var (exitCode, _, errors) = await Podman.TryAsync(
            "run", "--rm", "--network=none", "--volume", small.Folder + ":/target", Images.Kit);
        Assert.Equal(1, exitCode);
        Assert.Contains("No space left on device", errors, StringComparison.Ordinal);
        var files = Directory.GetFiles(small.Folder, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, static file => Path.GetFileName(file) == Hook || Path.GetExtension(file) == ".part");
    }

    [Fact]
    public async Task What_is_in_it_is_listed_as_spdx()
    {
        await Podman.RunAsync("build", "--network=host", "--target", "sbom", "--output", "type=local,dest=" + _folder,
            "--file", Path.Combine(Repository.Root, "containers", "Dockerfile"), Repository.Root);
        using var list = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(_folder, "autoinstr.spdx.json"), TestContext.Current.CancellationToken));
        Assert.StartsWith("SPDX-2", list.RootElement.GetProperty("spdxVersion").GetString(), StringComparison.Ordinal);
        var packages = list.RootElement.GetProperty("packages").EnumerateArray()
            .Select(static package => package.GetProperty("name").GetString()!.ToUpperInvariant()).ToHashSet();
        var files = await ImageFile.ReadAllAsync(Images.Kit);
        var libraries = files.Keys.Where(static name => Path.GetExtension(name) == ".dll").Select(Path.GetFileNameWithoutExtension)
            .OfType<string>()
            .Where(static name => !name.StartsWith("AutoInstr", StringComparison.OrdinalIgnoreCase)).Distinct()
            .Where(static name => !name.EndsWith(".StartupHook", StringComparison.Ordinal));
        Assert.All(libraries, library => Assert.Contains(library.ToUpperInvariant(), packages));
        Assert.Contains("OPENTELEMETRY", packages);
        // What patches are compiled against is not shipped.
        Assert.DoesNotContain("REBUS", packages);
        var listed = list.RootElement.GetProperty("files").EnumerateArray()
            .Select(static file => "autoinstr" + file.GetProperty("fileName").GetString()!.TrimStart('.'));
        // The list has what is behind links.
        Assert.Equal(
            files.Keys.Where(static name => name.StartsWith("autoinstr/", StringComparison.Ordinal)).Where(IsNoLink)
                .Order(StringComparer.Ordinal),
            listed.Where(IsNoLink).Order(StringComparer.Ordinal));
    }

    private string MakeTarget(string name)
    {
        var target = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(target, (UnixFileMode)0b111_111_111);
        return target;
    }

    /// <summary>Neither the operator's names nor those of older frameworks, nor what is behind them.</summary>
    private static bool IsNoLink(string name) =>
        !OperatorsLinks.Contains(name) && !name.StartsWith(OperatorsLinks[0] + "/", StringComparison.Ordinal) &&
        !(name.StartsWith("autoinstr/store/", StringComparison.Ordinal) && name.Split('/')[3] != "net8.0");
}
