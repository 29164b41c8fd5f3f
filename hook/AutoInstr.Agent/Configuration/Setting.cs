namespace AutoInstr.Agent.Configuration;

/// <summary>An environment variable as the documentation shows it.</summary>
/// <param name="Name">The variable; <c>{ID}</c> in it stands for the upper-case id of an instrumentation or detector,
/// <c>{SIGNAL}</c> for <c>TRACES</c>, <c>METRICS</c> or <c>LOGS</c>.</param>
/// <param name="Default">What holds when it is not set, in words.</param>
/// <param name="Description">What it sets, with the values that it takes.</param>
internal sealed record Setting(string Name, string Default, string Description);

/// <summary>Settings that belong together.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Settings">The settings, in the order in which they are shown.</param>
internal sealed record SettingSection(string Title, IReadOnlyList<Setting> Settings);
