using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace AutoInstr.Agent.Configuration;

/// <summary>What the SDK and its packages are given in place of the process environment, so that only checked values reach them.</summary>
/// <param name="variable">The value of a variable, or <see langword="null"/>.</param>
/// <param name="key">The name of this section; empty for the root.</param>
internal sealed class VariableConfiguration(Func<string, string?> variable, string key = "") : IConfigurationSection, IChangeToken
{
    /// <summary>Nothing is set.</summary>
    public static VariableConfiguration Empty { get; } = new(static _ => null);

    /// <inheritdoc/>
    public string Key => key;

    /// <inheritdoc/>
    public string Path => key;

    /// <inheritdoc/>
    public string? Value
    {
        get => key.Length == 0 ? null : variable(key);
        set => throw new NotSupportedException("Settings are read once.");
    }

    /// <inheritdoc/>
    bool IChangeToken.HasChanged => false;

    /// <inheritdoc/>
    bool IChangeToken.ActiveChangeCallbacks => false;

    /// <inheritdoc/>
    public string? this[string key]
    {
        get => variable(key);
        set => throw new NotSupportedException("Settings are read once.");
    }

    /// <inheritdoc/>
    public IEnumerable<IConfigurationSection> GetChildren() => [];

    /// <inheritdoc/>
    public IConfigurationSection GetSection(string key) => new VariableConfiguration(variable, key);

    /// <inheritdoc/>
    public IChangeToken GetReloadToken() => this;

    /// <inheritdoc/>
    IDisposable IChangeToken.RegisterChangeCallback(Action<object?> callback, object? state) => NoRegistration.Instance;

    private sealed class NoRegistration : IDisposable
    {
        public static readonly NoRegistration Instance = new();

        public void Dispose()
        {
        }
    }
}
