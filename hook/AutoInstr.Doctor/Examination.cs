using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Metrics;
using AutoInstr.Agent.Plugins;
using AutoInstr.Agent.Sources;
using AutoInstr.Doctor.Activation;
using AutoInstr.Doctor.Application;
using AutoInstr.Doctor.Attaching;
using AutoInstr.Doctor.Coverage;
using AutoInstr.Doctor.Delivery;
using AutoInstr.Doctor.Kit;
using AutoInstr.Doctor.Report;
using AutoInstr.Doctor.Settings;

namespace AutoInstr.Doctor;

/// <summary>The checks, one after the other. What one needs of the kit may be missing: that is a
/// finding too, and the others go on.</summary>
/// <param name="kit">The folder of the kit.</param>
/// <param name="version">Its version.</param>
/// <param name="subject">What is looked at.</param>
internal sealed class Examination(string kit, string version, Subject subject)
{
    private readonly List<Section> _sections = [];
    private PatchTargets _patches = PatchTargets.None;
    private IReadOnlyList<CoveredLibrary> _libraries = [];
    private IReadOnlyList<SettingInForce> _settings = [];
    private AgentSettings _agent = null!;
    private bool _hasSettings;
    private bool _tracesMethods;

    private IReadOnlyList<string>? LoadedFiles => field ??= subject.Process?.MappedFiles
        .Where(file => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)).ToList();

    /// <summary>Runs them.</summary>
    /// <param name="timeout">How long a receiver may take to answer.</param>
    public Diagnosis Run(TimeSpan timeout)
    {
        var runtime = subject.Application is { } application ? new RuntimeCheck(application, UsedRuntime(application)) : null;
        if (runtime is not null)
            Guard("application", "Application", runtime.Run);
        Guard("kit", "Kit", () => new KitCheck(kit).Run(version));
        Guard("activation", "Activation", () => CheckHook(runtime));
        Guard("patches", "Patches", () => ReadPatches(runtime?.Used ?? Environment.Version));
        Guard("settings", "Settings", CheckSettings);
        if (_hasSettings)
        {
            Guard("plugins", "Plug-ins", () => CheckPlugins(subject.Application));
            Guard("methods", "Traced methods", CheckTracedMethods);
        }
        // What failed there would fail again: the agent cannot be loaded.
        if (_hasSettings && subject.Application is not null)
            Guard("libraries", "Libraries", () => CheckLibraries(subject.Application));
        if (_tracesMethods || _libraries.Any(library => library.IsPatched))
            Guard("attaching", "Attaching, for patches", CheckAttaching);
        if (_hasSettings)
            Guard("delivery", "Delivery", () => CheckDelivery(timeout));
        return new Diagnosis(version, subject.Name)
        {
            // A section without findings has nothing to say.
            Sections = [.. _sections.Where(section => section.Findings.Count > 0)],
            Libraries = _libraries,
            Settings = _settings,
        };
    }

    private void Guard(string id, string title, Func<Section> check)
    {
        try
        {
            _sections.Add(check());
        }
        catch (Exception exception)
        {
            var section = new Section(id, title);
            section.Problem("failed", $"this could not be looked at ({exception.GetType().Name}: {exception.Message})",
                "Install the kit again; when its files are as they were built, please report this.");
            _sections.Add(section);
        }
    }

    private string RollForward(DotnetApplication application) => subject.Variable("DOTNET_ROLL_FORWARD") ?? application.Config.RollForward;

    private Version? UsedRuntime(DotnetApplication application)
    {
        if (subject.Process?.RuntimeVersion is { } running)
            return running;
        var published = application.Config.RuntimeVersion;
        return application.Config.IsSelfContained ? published
            : InstalledRuntimes.Find(subject.Variable).Select(new Framework(Framework.Base, published), RollForward(application));
    }

    private Section CheckHook(RuntimeCheck? runtime)
    {
        var check = new HookCheck(kit, subject.Variable);
        var executable = subject.Process?.Executable ?? subject.Application?.Name ?? "";
        var section = check.Run(subject.Application?.Name, executable, runtime?.NeedsStore == true, subject.ToOwnPath);
        if (subject.Process is { } process)
            check.CheckProcess(process.HasLoaded("AutoInstr.StartupHook.dll"), process.HasLoaded("AutoInstr.Agent.dll"));
        return section;
    }

    private Section ReadPatches(Version runtime)
    {
        var section = new Section("patches", "Patches");
        var own = Path.Combine(kit, "patches", KitAssemblies.Framework(runtime), "AutoInstr.Patches.dll");
        _patches = PatchTargets.Read(own) ?? PatchTargets.None;
        foreach (var path in (subject.Variable("AUTOINSTR_PATCHES") ?? "").Split(
            Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (PatchTargets.Read(subject.ToOwnPath(path)) is not { } patches)
            {
                section.Problem("patches", $"AUTOINSTR_PATCHES: {path} is not an assembly that can be read", "Correct the path.");
                continue;
            }
            _patches = _patches.With(patches);
            section.Ok("patches", $"{path}: patches of {string.Join(", ", patches.Ids.Distinct())}");
        }
        return section;
    }

    private Section CheckSettings()
    {
        var check = new SettingsCheck(subject.SettingsEnvironment);
        var ids = Catalogue.Create().Select(row => row.Id).Concat(MeterCatalogue.Create().Select(row => row.Id)).Concat(_patches.Ids);
        var section = check.Run([.. ids.Distinct()]);
        (_settings, _agent, _hasSettings) = (check.InForce, check.Agent, true);
        return section;
    }

    private Section CheckPlugins(DotnetApplication? application)
    {
        // A process has a kit of its own, and its application has been found by a path that this program can open.
        var own = subject.Process is null || subject.Variable("DOTNET_STARTUP_HOOKS") is not { Length: > 0 } hooks ? kit
            : subject.ToOwnPath(Path.GetDirectoryName(hooks.Split(Path.PathSeparator)[0])!);
        var folders = PluginFiles.Folders(own, application?.Folder ?? own);
        return new PluginCheck(folders, subject.ToOwnPath).Run(_agent.Plugins);
    }

    private Section CheckTracedMethods()
    {
        var check = new TracedMethodsCheck(subject.Variable, new InstrumentationSwitches(_agent, subject.Variable));
        var section = check.Run(subject.Application is { } application ? ApplicationsLibraries(application) : null);
        _tracesMethods = check.IsNeeded;
        return section;
    }

    private Section CheckLibraries(DotnetApplication application)
    {
        var rules = new CoverageRules(Catalogue.Create(), _patches, new InstrumentationSwitches(_agent, subject.Variable));
        var check = new CoverageCheck(rules);
        var libraries = ApplicationsLibraries(application);
        if (subject.Process is null && !application.Config.IsSelfContained)
            libraries = libraries.Concat(FrameworkLibraries(application));
        var loaded = LoadedFiles?.Select(file => Path.GetFileNameWithoutExtension(file)!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var section = check.Run([.. libraries], loaded);
        _libraries = check.Libraries;
        return section;
    }

    /// <summary>What it was published with, and what plug-ins and shared frameworks brought to its process; never what is ours.</summary>
    private IEnumerable<Library> ApplicationsLibraries(DotnetApplication application) => application.Libraries.Concat(
        (LoadedFiles ?? []).Where(file => !file.StartsWith(kit + "/", StringComparison.Ordinal))
            .Select(file => subject.Process!.Read(file)).OfType<Library>());

    private IEnumerable<Library> FrameworkLibraries(DotnetApplication application)
    {
        var installed = InstalledRuntimes.Find(subject.Variable);
        var frameworks = application.Config.Frameworks.Select(framework => framework.Name).Append(Framework.Base).Distinct();
        foreach (var name in frameworks)
        {
            var asked = new Framework(name, application.Config.RuntimeVersion);
            if (installed.Select(asked, RollForward(application)) is { } found)
            {
                foreach (var library in installed.Libraries(asked with { Version = found }))
                    yield return library;
            }
        }
    }

    private Section CheckAttaching()
    {
        var check = new AttachCheck(kit, subject.Variable);
        var section = check.Run(subject.Process?.DiagnosticsSocket(), subject.ToOwnPath, subject.Machine);
        if (subject.Process is { } process && _libraries.Any(library => library.IsPatched && process.HasLoaded(library.Assembly + ".dll")))
            check.CheckProcess(process.HasLoaded("libautoinstr.so"));
        return section;
    }

    private Section CheckDelivery(TimeSpan timeout)
    {
        var check = new DeliveryCheck(_agent, timeout, subject.ToOwnPath)
        {
            Listens = subject.Process is { } process ? process.ListensOn : null,
        };
        return check.Run(subject.Process?.IsInSameNetwork != false);
    }
}
