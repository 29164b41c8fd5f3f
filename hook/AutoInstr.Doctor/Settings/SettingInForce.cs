namespace AutoInstr.Doctor.Settings;

/// <summary>A setting and its value.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Value">Its value as it may be shown, or what holds while it is not set, in words.</param>
/// <param name="IsSet">Whether it is set.</param>
internal sealed record SettingInForce(string Name, string Value, bool IsSet);
