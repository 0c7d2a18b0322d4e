# The accounts as the fixture expects them, for a plan by the real provider
# without a network: nothing exists yet, and other code's settings are right.

provider "aws" {
  alias                       = "us_east_1_111122223333"
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  max_retries                 = 1
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

provider "aws" {
  alias                       = "us_west_2_111122223333"
  region                      = "us-west-2"
  access_key                  = "test"
  secret_key                  = "test"
  max_retries                 = 1
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

provider "aws" {
  alias                       = "us_west_2_999900001111"
  region                      = "us-west-2"
  access_key                  = "test"
  secret_key                  = "test"
  max_retries                 = 1
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

override_data {
  target = module.backup.data.aws_caller_identity.us_east_1_111122223333
  values = { account_id = "111122223333" }
}

override_data {
  target = module.backup.data.aws_caller_identity.us_west_2_111122223333
  values = { account_id = "111122223333" }
}

override_data {
  target = module.backup.data.aws_caller_identity.us_west_2_999900001111
  values = { account_id = "999900001111" }
}

override_data {
  target = module.backup.data.aws_backup_vault.old
  values = {
    arn         = "arn:aws:backup:us-east-1:111122223333:backup-vault:Default"
    kms_key_arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }
}

override_data {
  target = module.backup.data.aws_db_instance.orders
  values = {
    backup_retention_period      = 35
    preferred_backup_window      = "02:00-02:30"
    preferred_maintenance_window = "sun:04:00-sun:04:30"
    multi_az                     = true
  }
}

override_data {
  target = module.backup.data.aws_db_instance.orders_west
  values = {
    backup_retention_period = 7
    multi_az                = false
    replicate_source_db     = "arn:aws:rds:us-east-1:111122223333:db:orders"
  }
}

override_data {
  target = module.backup.data.aws_rds_cluster.ledger
  values = { backup_retention_period = 14 }
}

override_data {
  target = module.backup.data.aws_dynamodb_table.orders_production
  values = {
    deletion_protection_enabled = true
    point_in_time_recovery      = [{ enabled = true, recovery_period_in_days = 35 }]
    replica                     = [{ region_name = "us-west-2", kms_key_arn = "" }]
  }
}

override_data {
  target = module.backup.data.aws_dynamodb_table.orders_production__in__us_west_2_111122223333
  values = {
    point_in_time_recovery = [{ enabled = true, recovery_period_in_days = 35 }]
  }
}

override_data {
  target = module.backup.data.aws_elasticache_replication_group.sessions
  values = {
    automatic_failover_enabled = true
    multi_az_enabled           = true
    snapshot_retention_limit   = 10
    snapshot_window            = "03:00-04:00"
  }
}

run "plan" {
  command = plan
}
