using Microsoft.EntityFrameworkCore;

namespace TaskData;

/// <summary>The tasks' database.</summary>
public sealed class TasksDb(DbContextOptions<TasksDb> options) : DbContext(options)
{
    /// <summary>The tasks.</summary>
    public DbSet<TaskItem> Tasks => Set<TaskItem>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<TaskItem>(task =>
    {
        task.ToTable("tasks");
        task.Property(item => item.Title).HasMaxLength(200);
    });
}
